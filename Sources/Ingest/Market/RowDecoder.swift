internal import Primitives
internal import Trading

/// Turns the bytes of a row into an event and checks every number of it.
struct RowDecoder {
  /// A year of leaps is a damaged time, not a quiet market.
  static let longestLeapNanos = 366 * Nanos.perDay
  /// 1990-01-01.
  private static let earliestNanos: Int64 = 631_152_000 * Nanos.perSecond
  /// 2200-01-01.
  private static let latestNanos: Int64 = 7_258_118_400 * Nanos.perSecond

  let kind: TapeKind
  let instrument: InstrumentIndex
  /// Columns of the header, which every row must have.
  let columnCount: Int
  /// Nanoseconds a candle lasts.
  var candleLengthNanos: Int64 = Nanos.perMinute
  /// Time of the last good event, before which no row may be; nil before the first.
  var earliest: Int64?

  init(kind: TapeKind, instrument: InstrumentIndex, columnCount: Int) {
    self.kind = kind
    self.instrument = instrument
    self.columnCount = columnCount
  }

  /// The event of a row.
  @inline(__always)
  func event(_ bytes: Span<UInt8>, _ row: Range<Int>) throws(RowFault) -> MarketEvent {
    switch kind {
    case .trades: .tick(try trade(bytes, row))
    case .quotes: .tick(try quote(bytes, row))
    case .candles: .candle(try candle(bytes, row))
    }
  }

  @inline(__always)
  private func trade(
    _ bytes: Span<UInt8>, _ row: Range<Int>
  ) throws(RowFault) -> MarketTick {
    var cursor = RowCursor(row)
    let nanos = try time(&cursor, bytes)
    let price = try price(&cursor, bytes)
    let size = try size(&cursor, bytes)
    guard size.isPositive else { throw RowFault(.notPositive, column: 2) }
    guard Self.isSide(try cursor.field(bytes), bytes) else { throw RowFault(.side, column: 3) }
    guard !(try cursor.field(bytes)).isEmpty else { throw RowFault(.missing, column: 4) }
    try cursor.expectColumns(columnCount, bytes)
    return MarketTick(
      instrument: instrument, at: Timestamp(nanoseconds: nanos), bid: price, ask: price, bidSize: size,
      askSize: size)
  }

  private func quote(
    _ bytes: Span<UInt8>, _ row: Range<Int>
  ) throws(RowFault) -> MarketTick {
    var cursor = RowCursor(row)
    let nanos = try time(&cursor, bytes)
    let bid = try price(&cursor, bytes)
    let bidSize = try size(&cursor, bytes)
    let ask = try price(&cursor, bytes)
    guard ask >= bid else { throw RowFault(.crossed, column: 3) }
    let askSize = try size(&cursor, bytes)
    try cursor.expectColumns(columnCount, bytes)
    return MarketTick(
      instrument: instrument, at: Timestamp(nanoseconds: nanos), bid: bid, ask: ask, bidSize: bidSize,
      askSize: askSize)
  }

  private func candle(
    _ bytes: Span<UInt8>, _ row: Range<Int>
  ) throws(RowFault) -> Candle {
    var cursor = RowCursor(row)
    let nanos = try time(&cursor, bytes)
    let open = try price(&cursor, bytes)
    let high = try price(&cursor, bytes)
    let low = try price(&cursor, bytes)
    let close = try price(&cursor, bytes)
    guard high >= open, high >= low, high >= close else { throw RowFault(.notHighest, column: 2) }
    guard low <= open, low <= close else { throw RowFault(.notLowest, column: 3) }
    let volume = try amount(&cursor, bytes, bound: Bounds.money)
    try cursor.expectColumns(columnCount, bytes)
    let openAt = Timestamp(nanoseconds: nanos)
    let closeAt = openAt.adding(nanoseconds: candleLengthNanos)
    return Candle(
      instrument: instrument, openAt: openAt, closeAt: closeAt, open: open, high: high, low: low,
      close: close, volume: volume)
  }

  /// The time of a row in nanoseconds, not before the row before it.
  @inline(__always)
  private func time(
    _ cursor: inout RowCursor, _ bytes: Span<UInt8>
  ) throws(RowFault) -> Int64 {
    let nanos = try Self.nanos(try cursor.whole(bytes), kind)
    guard let earliest else { return nanos }
    guard nanos >= earliest else { throw RowFault(kind == .candles ? .overlaps : .backwards) }
    guard nanos - earliest <= Self.longestLeapNanos else { throw RowFault(.leap) }
    return nanos
  }

  /// The first column of a row as nanoseconds, without a look at the row before.
  static func nanos(_ written: Int64, _ kind: TapeKind) throws(RowFault) -> Int64 {
    let unit = kind == .candles ? Nanos.perMillisecond : 1
    let (nanos, overflow) = written.multipliedReportingOverflow(by: unit)
    guard !overflow, nanos >= earliestNanos, nanos < latestNanos else {
      throw RowFault(.timeOutOfRange)
    }
    return nanos
  }

  @inline(__always)
  private func price(
    _ cursor: inout RowCursor, _ bytes: Span<UInt8>
  ) throws(RowFault) -> Fixed {
    let price = try cursor.decimal(bytes)
    guard Bounds.holds(price: price) else {
      let problem: RowFault.Problem = price.isPositive ? .tooLarge(Bounds.price) : .notPositive
      throw RowFault(problem, column: cursor.column - 1)
    }
    return price
  }

  @inline(__always)
  private func size(
    _ cursor: inout RowCursor, _ bytes: Span<UInt8>
  ) throws(RowFault) -> Fixed {
    try amount(&cursor, bytes, bound: Bounds.quantity)
  }

  @inline(__always)
  private func amount(
    _ cursor: inout RowCursor, _ bytes: Span<UInt8>, bound: Fixed
  ) throws(RowFault) -> Fixed {
    let amount = try cursor.decimal(bytes)
    guard !amount.isNegative else { throw RowFault(.negative, column: cursor.column - 1) }
    guard amount <= bound else { throw RowFault(.tooLarge(bound), column: cursor.column - 1) }
    return amount
  }

  /// Whether a field is `buy`, `sell` or `none` in any case: the aggressor, checked and not kept.
  @inline(__always)
  private static func isSide(_ field: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard field.count == 3 || field.count == 4 else { return false }
    var letters: UInt32 = 0
    // Setting bit 5 makes an ASCII letter lower case.
    for index in field { letters = letters << 8 | UInt32(bytes[index] | 0x20) }
    return letters == 0x6e6f_6e65 || letters == 0x0062_7579 || letters == 0x7365_6c6c
  }
}
