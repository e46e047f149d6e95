public import Primitives
public import Trading

/// The newest price of each instrument: not part of the durable state.
public struct MarketView: Sendable {
  private var ticks: [MarketTick?]
  /// True when something moved since the flag was last cleared.
  public var hasMoved = false

  /// No price yet.
  public init(instrumentCount: Int) {
    ticks = Array(repeating: nil, count: instrumentCount)
  }

  /// Takes a tick in: one store, no arithmetic.
  public mutating func observe(_ tick: MarketTick) {
    ticks[tick.instrument] = tick
    hasMoved = true
  }

  /// The newest tick; nil before the first.
  public subscript(instrument: InstrumentIndex) -> MarketTick? { ticks[instrument] }

  /// The mark, (bid + ask) / 2, quote currency; nil before the first tick.
  public func mark(_ instrument: InstrumentIndex) -> Fixed? { ticks[instrument]?.mid }
}
