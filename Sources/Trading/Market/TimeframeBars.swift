public import Primitives

/// Time bars of several lengths of one instrument from one stream of ticks, for instance of one minute,
/// five minutes and an hour.
///
/// Each length's bars are what a `BarBuilder` of its own would give: all take the same ticks. Where bars of
/// several lengths end together the shorter come first, so that who sees an hour end has seen its last
/// minute. As with `BarBuilder` the caller closes what is due before it adds a later tick. A tick costs
/// what it costs each length; no allocation.
public struct TimeframeBars: Sendable, Hashable {
  /// A bar, and of which length it is.
  public struct Bar: Sendable, Hashable {
    /// Nanoseconds it lasts.
    public let lengthNanos: Int64
    /// The bar.
    public let candle: Candle
  }

  private var builders: [BarBuilder]

  /// Bars of these lengths, at least one, each above zero and longer than the one before.
  public init(lengthsNanos: [Int64]) {
    precondition(!lengthsNanos.isEmpty, "bars need a length")
    precondition(
      zip(lengthsNanos, lengthsNanos.dropFirst()).allSatisfy { $0 < $1 }, "the lengths of bars must rise")
    builders = lengthsNanos.map { BarBuilder(lengthNanos: $0) }
  }

  /// The lengths, nanoseconds, the shortest first.
  public var lengthsNanos: [Int64] { builders.map(\.lengthNanos) }

  /// When the next of the running bars closes; nil before the first tick.
  public var nextClose: Timestamp? {
    builders[earliest].nextClose
  }

  /// Takes a tick into the running bars of all lengths.
  ///
  /// A tick after `nextClose` is a bug of the caller, who must have closed the bars before.
  public mutating func add(_ tick: MarketTick) {
    for place in builders.indices { builders[place].add(tick) }
  }

  /// Closes the earliest of the running bars that are due at `time`, of several the shortest; nil when none
  /// is.
  ///
  /// One bar a call, so that the caller repeats it until nil.
  public mutating func close(at time: Timestamp) -> Bar? {
    let place = earliest
    return builders[place].close(at: time).map {
      Bar(lengthNanos: builders[place].lengthNanos, candle: $0)
    }
  }

  /// The place of the builder whose bar closes first; of several the shortest's.
  private var earliest: Int {
    var earliest = 0
    for place in builders.indices.dropFirst() {
      guard let next = builders[place].nextClose, let first = builders[earliest].nextClose else { break }
      if next < first { earliest = place }
    }
    return earliest
  }
}
