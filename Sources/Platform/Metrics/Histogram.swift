/// Counts observations by size, in fixed buckets. Safe from any thread; an observation takes one short lock
/// and allocates nothing.
///
/// For what is never negative: a sum that can fall looks to `rate()` like a restart. Something signed is two
/// histograms, one a direction.
public final class Histogram: Sendable {
  /// What a histogram holds at one moment.
  public struct Snapshot: Sendable, Equatable {
    /// Upper bounds of the buckets, rising; the last bucket has none.
    public let bounds: [Double]
    /// Observations a bucket, the unbounded one last; not added up.
    public fileprivate(set) var counts: [UInt64]
    /// Sum of all observations.
    public fileprivate(set) var sum: Double
    /// Number of all observations.
    public var count: UInt64 { counts.reduce(0, +) }
  }

  /// From 100 microseconds to a minute: for durations in seconds.
  public static let secondBounds = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]

  private let state: Locked<Snapshot>

  /// Nothing observed. Bounds that do not rise are a bug of the caller.
  public init(bounds: [Double]) {
    precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds must rise")
    state = Locked(
      Snapshot(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0))
  }

  /// Counts an observation. A negative one (two clocks read in another order) counts as 0; what is no
  /// number is left out.
  public func observe(_ value: Double) {
    guard value.isFinite else { return }
    let value = max(value, 0)
    state.withLock { state in
      var bucket = 0
      while bucket < state.bounds.count, value > state.bounds[bucket] { bucket += 1 }
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  /// The same for a duration.
  public func observe(nanoseconds: Int64) { observe(Double(nanoseconds) / 1e9) }

  /// What it holds now.
  public var snapshot: Snapshot { state.withLock { $0 } }
}
