import Ingest
import Primitives
import Trading

/// Some thousand events of a tape as whole numbers in a row: 24 bytes a trade, 40 a quote, 48 a candle.
///
/// A number is a mantissa of `Fixed` divided by a unit that holds for the block, one for its prices and one
/// for its sizes. Where no unit brings all of them into 64 bits the events are kept as they are, so that
/// decoding gives exactly what was encoded.
struct LoadedBlock: Sendable {
  /// Most events of a block.
  static let cap = TapeBlock.cap
  /// Twelve, eight, four and no decimals.
  private static let units: [Int64] = [1, 10_000, 100_000_000, 1_000_000_000_000]

  /// Events in it.
  let count: Int
  private let kind: TapeKind
  private let instrument: InstrumentIndex
  private let candleLengthNanos: Int64
  private var priceUnit: Int64 = 1
  private var sizeUnit: Int64 = 1
  /// The numbers of one event after those of the other; empty where `wide` holds the events.
  private var numbers: [Int64] = []
  private var wide: [MarketEvent] = []

  init(_ events: [MarketEvent], kind: TapeKind, instrument: InstrumentIndex, candleLengthNanos: Int64?) {
    count = events.count
    self.kind = kind
    self.instrument = instrument
    self.candleLengthNanos = candleLengthNanos ?? 0
    var prices: [Fixed] = []
    var sizes: [Fixed] = []
    prices.reserveCapacity(events.count * kind.pricesPerEvent)
    sizes.reserveCapacity(events.count * kind.sizesPerEvent)
    for event in events { Self.append(event, kind, to: &prices, &sizes) }
    guard events.allSatisfy(isPlain), let priceUnit = Self.unit(for: prices),
      let sizeUnit = Self.unit(for: sizes)
    else {
      wide = events
      return
    }
    self.priceUnit = priceUnit
    self.sizeUnit = sizeUnit
    numbers.reserveCapacity(events.count * kind.numbersPerEvent)
    for place in events.indices {
      numbers.append(Self.time(of: events[place]).nanoseconds)
      for index in 0..<kind.pricesPerEvent {
        numbers.append(Self.number(prices[place * kind.pricesPerEvent + index], priceUnit) ?? 0)
      }
      for index in 0..<kind.sizesPerEvent {
        numbers.append(Self.number(sizes[place * kind.sizesPerEvent + index], sizeUnit) ?? 0)
      }
    }
  }

  /// No event.
  static let empty = LoadedBlock([], kind: .trades, instrument: 0, candleLengthNanos: nil)

  /// Bytes its events take.
  var byteCount: Int {
    numbers.count * MemoryLayout<Int64>.stride + wide.count * MemoryLayout<MarketEvent>.stride
  }

  /// The event at a place from 0 to `count` − 1.
  @inline(__always)
  subscript(place: Int) -> MarketEvent {
    guard wide.isEmpty else { return wide[place] }
    switch kind {
    case .trades:
      let start = place * 3
      let price = price(start + 1)
      let size = size(start + 2)
      return .tick(
        MarketTick(
          instrument: instrument, at: Timestamp(nanoseconds: numbers[start]), bid: price, ask: price,
          bidSize: size, askSize: size))
    case .quotes:
      let start = place * 5
      return .tick(
        MarketTick(
          instrument: instrument, at: Timestamp(nanoseconds: numbers[start]), bid: price(start + 1),
          ask: price(start + 2), bidSize: size(start + 3), askSize: size(start + 4)))
    case .candles:
      let start = place * 6
      let openAt = Timestamp(nanoseconds: numbers[start])
      return .candle(
        Candle(
          instrument: instrument, openAt: openAt, closeAt: openAt.adding(nanoseconds: candleLengthNanos),
          open: price(start + 1), high: price(start + 2), low: price(start + 3), close: price(start + 4),
          volume: size(start + 5)))
    }
  }

  @inline(__always)
  private func price(_ index: Int) -> Fixed { Self.amount(numbers[index], priceUnit) }

  @inline(__always)
  private func size(_ index: Int) -> Fixed { Self.amount(numbers[index], sizeUnit) }

  @inline(__always)
  private static func amount(_ number: Int64, _ unit: Int64) -> Fixed {
    let product = number.multipliedFullWidth(by: unit)
    return Fixed(mantissa: Int128(product.high) << 64 | Int128(product.low))
  }

  /// What `amount` makes the amount of; nil when the unit does not divide it, or not into 64 bits.
  @inline(__always)
  private static func number(_ amount: Fixed, _ unit: Int64) -> Int64? {
    guard let small = Int64(exactly: amount.mantissa) else {
      let (quotient, remainder) = amount.mantissa.quotientAndRemainder(dividingBy: Int128(unit))
      return remainder == 0 ? Int64(exactly: quotient) : nil
    }
    guard unit > 1 else { return small }
    let (quotient, remainder) = small.quotientAndRemainder(dividingBy: unit)
    return remainder == 0 ? quotient : nil
  }

  /// Whether what the numbers leave out of an event can be told from its kind.
  private func isPlain(_ event: MarketEvent) -> Bool {
    switch event {
    case .tick(let tick):
      kind == .quotes || kind == .trades && tick.bid == tick.ask && tick.bidSize == tick.askSize
    case .candle(let candle):
      kind == .candles && candle.closeAt == candle.openAt.adding(nanoseconds: candleLengthNanos)
    }
  }

  private static func time(of event: MarketEvent) -> Timestamp {
    switch event {
    case .tick(let tick): tick.at
    case .candle(let candle): candle.openAt
    }
  }

  private static func append(
    _ event: MarketEvent, _ kind: TapeKind, to prices: inout [Fixed], _ sizes: inout [Fixed]
  ) {
    switch event {
    case .tick(let tick):
      prices.append(tick.bid)
      sizes.append(tick.bidSize)
      guard kind != .trades else { return }
      prices.append(tick.ask)
      sizes.append(tick.askSize)
    case .candle(let candle):
      prices.append(candle.open)
      prices.append(candle.high)
      prices.append(candle.low)
      prices.append(candle.close)
      sizes.append(candle.volume)
    }
  }

  /// The smallest unit that divides all amounts and brings them into 64 bits; nil when none does.
  private static func unit(for amounts: [Fixed]) -> Int64? {
    units.first { unit in amounts.allSatisfy { number($0, unit) != nil } }
  }
}

extension TapeKind {
  fileprivate var pricesPerEvent: Int {
    switch self {
    case .trades: 1
    case .quotes: 2
    case .candles: 4
    }
  }

  fileprivate var sizesPerEvent: Int {
    switch self {
    case .trades, .candles: 1
    case .quotes: 2
    }
  }

  /// Time, prices and sizes of one event.
  fileprivate var numbersPerEvent: Int { 1 + pricesPerEvent + sizesPerEvent }
}
