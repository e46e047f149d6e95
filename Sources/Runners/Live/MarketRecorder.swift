import Ingest
import Primitives
import Trading

/// Notes what the market does for the stores: every tick, and candles of a minute made of them.
///
/// Of several accounts one tells it; the others follow, so that one of them can go on with whole candles.
struct MarketRecorder {
  /// Length of the candles made of ticks.
  static let candleNanos: Int64 = 60 * Nanos.perSecond

  private let lanes: [MarketLane]
  private let isTeller: @Sendable () -> Bool
  private var builders: [BarBuilder?]
  /// Instruments whose running candle began before we did: it would be a part of one.
  private var isPartial: [Bool]

  /// - Parameters:
  ///   - isWhole: the market is noted from its very beginning.
  ///   - isTeller: whether it is this one that tells the stores, asked at every event.
  init(
    lanes: [MarketLane], instruments: Int, isWhole: Bool,
    isTeller: @escaping @Sendable () -> Bool = { true }
  ) {
    self.lanes = lanes
    self.isTeller = isTeller
    builders = Array(repeating: nil, count: lanes.isEmpty ? 0 : instruments)
    isPartial = Array(repeating: !isWhole, count: builders.count)
  }

  /// Takes an event and its row of the market; never waits.
  mutating func note(_ event: MarketEvent, row: Int64) {
    guard !lanes.isEmpty else { return }
    if case .tick(let tick) = event { closeCandles(before: tick, row: row) }
    tell(event, row: row)
  }

  private mutating func closeCandles(before tick: MarketTick, row: Int64) {
    guard builders.indices.contains(tick.instrument) else { return }
    var builder = builders[tick.instrument] ?? BarBuilder(lengthNanos: Self.candleNanos)
    while let candle = builder.close(at: tick.at.adding(nanoseconds: -1)) {
      if !isPartial[tick.instrument] { tell(.candle(candle), row: row) }
      isPartial[tick.instrument] = false
    }
    builder.add(tick)
    builders[tick.instrument] = builder
  }

  private func tell(_ event: MarketEvent, row: Int64) {
    guard isTeller() else { return }
    for lane in lanes { lane.note(event, row: row) }
  }
}
