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
  static let cap = 4_096
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

  init(_ events: [MarketEvent], of tape: TapeReader) {
    count = events.count
    kind = tape.kind
    instrument = tape.instrument
    candleLengthNanos = tape.candleLengthNanos ?? 0
    let numbered = events.map { Self.amounts(of: $0, kind) }
    guard let priceUnit = Self.unit(for: numbered.lazy.flatMap(\.prices)),
      let sizeUnit = Self.unit(for: numbered.lazy.flatMap(\.sizes)),
      events.allSatisfy({ isPlain($0) })
    else {
      wide = events
      return
    }
    self.priceUnit = priceUnit
    self.sizeUnit = sizeUnit
    numbers.reserveCapacity(events.count * kind.numbersPerEvent)
    for (event, amounts) in zip(events, numbered) {
      numbers.append(Self.time(of: event).nanoseconds)
      for price in amounts.prices { numbers.append(Int64(price.mantissa / Int128(priceUnit))) }
      for size in amounts.sizes { numbers.append(Int64(size.mantissa / Int128(sizeUnit))) }
    }
  }

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
  private func price(_ index: Int) -> Fixed { Fixed(mantissa: Int128(numbers[index]) * Int128(priceUnit)) }

  @inline(__always)
  private func size(_ index: Int) -> Fixed { Fixed(mantissa: Int128(numbers[index]) * Int128(sizeUnit)) }

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

  private static func amounts(of event: MarketEvent, _ kind: TapeKind) -> (prices: [Fixed], sizes: [Fixed]) {
    switch event {
    case .tick(let tick):
      kind == .trades ? ([tick.bid], [tick.bidSize]) : ([tick.bid, tick.ask], [tick.bidSize, tick.askSize])
    case .candle(let candle): ([candle.open, candle.high, candle.low, candle.close], [candle.volume])
    }
  }

  /// The smallest unit that divides all amounts and brings them into 64 bits; nil when none does.
  private static func unit(for amounts: some Sequence<Fixed>) -> Int64? {
    units.first { unit in
      amounts.allSatisfy { amount in
        let (quotient, remainder) = amount.mantissa.quotientAndRemainder(dividingBy: Int128(unit))
        return remainder == 0 && Int64(exactly: quotient) != nil
      }
    }
  }
}

extension TapeKind {
  /// Time, prices and sizes of one event.
  fileprivate var numbersPerEvent: Int {
    switch self {
    case .trades: 3
    case .quotes: 5
    case .candles: 6
    }
  }
}
