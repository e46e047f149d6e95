public import Primitives

/// A run's equity: sampled once an interval for its returns, every mark for its drawdowns.
///
/// Intervals are aligned to 1970-01-01 UTC, so the default is the UTC day, and hold their end, not their
/// beginning: a mark at midnight closes the day before it, as a bar does. The first mark is the start and
/// belongs to no interval; a later mark in an interval replaces the one before, so that each sample
/// is the interval's close, the last one even when its interval is not over. Memory is bounded: where the
/// samples would exceed the capacity, neighbours are joined and the interval doubles (36,525 days are a
/// hundred years). A mark costs a few comparisons and allocates only when an interval begins.
public struct EquityFold: Hashable, Sendable {
  /// What an interval without a mark means.
  public enum Gaps: Sendable {
    /// Equity stood still: a return of zero. For markets that never close.
    case carry
    /// There was no trading: no return. For markets with weekends and holidays.
    case skip
  }

  /// Equity at a moment.
  public struct Mark: Hashable, Sendable {
    /// Settlement currency.
    public let equity: Fixed
    /// When.
    public let at: Timestamp
  }

  /// The close of one interval.
  public struct Sample: Hashable, Sendable {
    /// Which interval: after index · interval and up to (index + 1) · interval nanoseconds from 1970.
    public let index: Int64
    /// The last equity in it, settlement currency.
    public let equity: Fixed
  }

  /// What an interval without a mark means.
  public let gaps: Gaps
  /// The most samples kept, and the most returns made of them.
  public let capacity: Int
  /// The interval asked for, nanoseconds.
  public let initialInterval: Int64
  /// The interval in force, nanoseconds: the one asked for, doubled as often as the capacity needed it.
  public private(set) var interval: Int64
  /// The first mark.
  public private(set) var start: Mark?
  /// The latest mark.
  public private(set) var last: Mark?
  /// Drawdowns of all marks, not of the samples.
  public private(set) var drawdowns = DrawdownFold()

  private var closed: [Sample] = []
  private var openIndex: Int64?
  private var openEnd = Timestamp.distantPast

  /// A curve without marks. The interval must be a second to 2⁶⁰ ns (36 years), the capacity at least 16.
  public init(interval: Int64 = Nanos.perDay, gaps: Gaps = .carry, capacity: Int = 36_525) {
    precondition(interval >= Nanos.perSecond, "an interval must be at least one second")
    precondition(interval <= 1 << 60, "an interval must be at most 2^60 ns")
    precondition(capacity >= 16, "a curve needs room for 16 samples")
    self.gaps = gaps
    self.capacity = capacity
    initialInterval = interval
    self.interval = interval
  }

  /// Takes equity at a moment, settlement currency. A moment before the latest mark counts as that mark's.
  public mutating func mark(_ equity: Fixed, at time: Timestamp) {
    guard let previous = last else {
      start = Mark(equity: equity, at: time)
      last = start
      drawdowns.mark(equity, at: time)
      return
    }
    let at = max(time, previous.at)
    if openIndex == nil || at > openEnd { begin(at: at, after: previous.equity) }
    last = Mark(equity: equity, at: at)
    drawdowns.mark(equity, at: at)
  }

  /// The closes, oldest first; the last one is of the interval still open.
  public var samples: [Sample] {
    guard let openIndex, let last else { return closed }
    return closed + [Sample(index: openIndex, equity: last.equity)]
  }

  /// The end of a sample's interval, which is in it; held at the end of time.
  public func end(of sample: Sample) -> Timestamp { Self.end(of: sample.index, interval) }

  /// Where the returns begin: the first interval with a close, or the one after the start's if intervals
  /// without marks count.
  var firstIndex: Int64? {
    guard let first = closed.first?.index ?? openIndex, let start else { return nil }
    switch gaps {
    case .skip: return first
    case .carry: return min(first, Self.index(of: start.at, interval) + 1)
    }
  }

  private mutating func begin(at: Timestamp, after equity: Fixed) {
    var index = Self.index(of: at, interval)
    if let openIndex { closed.append(Sample(index: openIndex, equity: equity)) }
    openIndex = index
    while let first = firstIndex, isBeyondCapacity(from: first, to: index) {
      index >>= 1
      double(upTo: index)
    }
    openEnd = Self.end(of: index, interval)
  }

  private func isBeyondCapacity(from first: Int64, to latest: Int64) -> Bool {
    switch gaps {
    case .skip: closed.count >= capacity
    case .carry: latest - first >= Int64(capacity)
    }
  }

  /// Joins intervals in pairs; the later close of a pair is the close of both. What falls into the open
  /// interval, `latest` after the joining, is closed by a later mark.
  private mutating func double(upTo latest: Int64) {
    interval *= 2
    openIndex = latest
    var joined: [Sample] = []
    joined.reserveCapacity(closed.count)
    for sample in closed {
      let index = sample.index >> 1
      if joined.last?.index == index { joined.removeLast() }
      joined.append(Sample(index: index, equity: sample.equity))
    }
    if joined.last?.index == latest { joined.removeLast() }
    closed = joined
  }

  private static func index(of time: Timestamp, _ interval: Int64) -> Int64 {
    let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: interval)
    return remainder > 0 ? quotient : quotient - 1
  }

  private static func end(of index: Int64, _ interval: Int64) -> Timestamp {
    let (end, overflow) = (index + 1).multipliedReportingOverflow(by: interval)
    return overflow ? .distantFuture : Timestamp(nanoseconds: end)
  }
}
