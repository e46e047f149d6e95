extension TableSchema {
  /// One row a trade or quote.
  static let ticks = TableSchema(
    .ticks, key: ["ts", "symbol", "source", "seq"], timestamp: "ts",
    [
      Column("ts", .timestamp), Column("symbol", .symbol), Column("source", .symbol),
      Column("seq", .integer), Column("bid", .real), Column("ask", .real), Column("bid_size", .real),
      Column("ask_size", .real), Column("recorded_at", .timestamp),
    ])

  /// One row a finished candle.
  static let candles = TableSchema(
    .candles, key: ["ts", "symbol", "source", "bar_seconds"], timestamp: "ts",
    [
      Column("ts", .timestamp), Column("symbol", .symbol), Column("source", .symbol),
      Column("bar_seconds", .integer), Column("open", .real), Column("high", .real),
      Column("low", .real), Column("close", .real), Column("volume", .real),
      Column("recorded_at", .timestamp),
    ])
}
