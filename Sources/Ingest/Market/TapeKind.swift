/// What a recorded tape holds; its header row tells.
public enum TapeKind: String, Sendable, CaseIterable {
  /// One trade a row.
  case trades
  /// The best bid and ask a row.
  case quotes
  /// One finished candle a row.
  case candles

  /// The columns every tape of this kind begins with.
  public var columns: [String] {
    switch self {
    case .trades: ["ts_ns", "price", "size", "side", "trade_id"]
    case .quotes: ["ts_ns", "bid", "bid_size", "ask", "ask_size"]
    case .candles: ["ts_ms", "open", "high", "low", "close", "volume"]
    }
  }

  /// The header row as documentation shows it; what stands in brackets may follow.
  public var headerText: String {
    let optional = self == .candles ? "[,...]" : "[,recv_ns]"
    return columns.joined(separator: ",") + optional
  }

  /// The kind whose columns a header row begins with; nil when there is none.
  init?(columns header: [String]) {
    guard let kind = Self.allCases.first(where: { header.starts(with: $0.columns) }) else { return nil }
    self = kind
  }
}
