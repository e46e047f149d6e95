public import Primitives

/// A curve of any length kept in a bounded number of buckets, each with its extremes: for charts.
///
/// A bucket spans a stretch of time; when there is no room for one more, neighbours are joined and every
/// stretch is twice as long. The highest and lowest value ever taken in are always among those kept. A
/// value costs one comparison of times and two of values.
public struct ChartFold: Sendable {
  /// What happened in one stretch of time.
  public struct Bucket: Sendable {
    /// Time of its first value.
    public let at: Timestamp
    /// Lowest value.
    public fileprivate(set) var low: Fixed
    /// Highest value.
    public fileprivate(set) var high: Fixed
    /// Latest value.
    public fileprivate(set) var close: Fixed
  }

  /// Most buckets kept.
  public let capacity: Int
  /// The buckets so far, oldest first.
  public private(set) var buckets: [Bucket] = []
  /// Time of the latest value; nil before the first.
  public private(set) var lastAt: Timestamp?

  /// Whether stretches had to be joined: the curve is then not as it came.
  public private(set) var isDecimated = false

  private var spanNanos: Int64
  private var origin = Timestamp.zero
  /// Where the newest bucket ends.
  private var end = Timestamp.distantPast

  /// No value yet; buckets span `spanNanos` to begin with. A capacity below 2 is a bug of the caller.
  public init(capacity: Int = 2_000, spanNanos: Int64 = Nanos.perSecond) {
    precondition(capacity >= 2 && spanNanos > 0, "a chart needs two buckets of some length")
    self.capacity = capacity
    self.spanNanos = spanNanos
  }

  /// Takes the next value in; times must not go back.
  @inline(__always)
  public mutating func add(_ value: Fixed, at time: Timestamp) {
    lastAt = time
    guard time < end, let last = buckets.indices.last else { return open(value, at: time) }
    if value < buckets[last].low { buckets[last].low = value }
    if value > buckets[last].high { buckets[last].high = value }
    buckets[last].close = value
  }

  private mutating func open(_ value: Fixed, at time: Timestamp) {
    if buckets.isEmpty { origin = time }
    while buckets.count >= capacity { join() }
    if time < end { return add(value, at: time) }
    let passed = time - origin
    end = origin.adding(nanoseconds: passed - passed % spanNanos).adding(nanoseconds: spanNanos)
    buckets.append(Bucket(at: time, low: value, high: value, close: value))
  }

  /// Joins the buckets of each stretch twice as long.
  private mutating func join() {
    let (doubled, overflow) = spanNanos.multipliedReportingOverflow(by: 2)
    spanNanos = overflow ? .max : doubled
    isDecimated = true
    var joined: [Bucket] = []
    joined.reserveCapacity(capacity)
    for bucket in buckets {
      guard let last = joined.last, place(last) == place(bucket) else {
        joined.append(bucket)
        continue
      }
      let index = joined.count - 1
      joined[index].low = min(last.low, bucket.low)
      joined[index].high = max(last.high, bucket.high)
      joined[index].close = bucket.close
    }
    buckets = joined
    guard let last = joined.last else { return }
    let passed = last.at - origin
    end = origin.adding(nanoseconds: passed - passed % spanNanos).adding(nanoseconds: spanNanos)
  }

  private func place(_ bucket: Bucket) -> Int64 {
    // At the longest span everything is in one place: a difference of times is held at the same end.
    spanNanos == .max ? 0 : (bucket.at - origin) / spanNanos
  }
}
