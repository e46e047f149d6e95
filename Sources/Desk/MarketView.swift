public import Primitives
public import Trading

/// The newest price of each instrument: not part of the durable state.
public struct MarketView: Sendable {
  private var ticks: [MarketTick?]
  /// Time of the newest tick; nil before the first.
  public private(set) var lastTickAt: Timestamp?

  /// No price yet.
  public init(instrumentCount: Int) {
    ticks = Array(repeating: nil, count: instrumentCount)
  }

  /// Takes a tick in: one store, no arithmetic.
  @inline(__always)
  public mutating func observe(_ tick: MarketTick) {
    ticks[tick.instrument] = tick
    lastTickAt = tick.at
  }

  /// The newest tick; nil before the first.
  public subscript(instrument: InstrumentIndex) -> MarketTick? { ticks[instrument] }

  /// The mark, (bid + ask) / 2, quote currency; nil before the first tick.
  public func mark(_ instrument: InstrumentIndex) -> Fixed? { ticks[instrument]?.mid }
}
