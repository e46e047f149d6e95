/// A moment in UTC, in nanoseconds since 1970, without leap seconds (as POSIX counts).
///
/// The range is 1677-09-21 to 2262-04-11. Arithmetic saturates at its ends, so that no clock or venue
/// can make it trap.
@frozen
public struct Timestamp: Hashable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z; negative before.
  public let nanoseconds: Int64

  /// A moment from nanoseconds since 1970.
  @inlinable
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A moment from microseconds since 1970, or nil beyond the range.
  @inlinable
  public init?(microseconds: Int64) {
    self.init(count: microseconds, of: Nanos.perMicrosecond)
  }

  /// A moment from milliseconds since 1970, as venues stamp their messages, or nil beyond the range.
  @inlinable
  public init?(milliseconds: Int64) {
    self.init(count: milliseconds, of: Nanos.perMillisecond)
  }

  /// A moment from seconds since 1970, or nil beyond the range.
  @inlinable
  public init?(seconds: Int64) {
    self.init(count: seconds, of: Nanos.perSecond)
  }

  @inlinable
  init?(count: Int64, of nanos: Int64) {
    let (product, overflow) = count.multipliedReportingOverflow(by: nanos)
    guard !overflow else { return nil }
    self.nanoseconds = product
  }

  /// 1970-01-01T00:00:00Z.
  @inlinable public static var zero: Timestamp { Timestamp(nanoseconds: 0) }
  /// The last moment of the range, in 2262: "never".
  @inlinable public static var distantFuture: Timestamp { Timestamp(nanoseconds: .max) }
  /// The first moment of the range, in 1677.
  @inlinable public static var distantPast: Timestamp { Timestamp(nanoseconds: .min) }

  /// Whole microseconds since 1970, rounded toward the past.
  @inlinable public var microseconds: Int64 { floored(by: Nanos.perMicrosecond) }
  /// Whole milliseconds since 1970, rounded toward the past.
  @inlinable public var milliseconds: Int64 { floored(by: Nanos.perMillisecond) }
  /// Whole seconds since 1970, rounded toward the past.
  @inlinable public var seconds: Int64 { floored(by: Nanos.perSecond) }
  /// Whole UTC days since 1970-01-01, rounded toward the past.
  @inlinable public var utcDay: Int { Int(floored(by: Nanos.perDay)) }

  /// Midnight UTC at the start of this moment's day; the first day of the range begins with the range.
  @inlinable
  public var startOfDay: Timestamp {
    let sinceMidnight = nanoseconds - Nanos.perDay * (nanoseconds / Nanos.perDay)
    let elapsed = sinceMidnight < 0 ? sinceMidnight + Nanos.perDay : sinceMidnight
    return adding(nanoseconds: -elapsed)
  }

  /// The quotient rounded toward negative infinity.
  @inlinable
  func floored(by nanos: Int64) -> Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: nanos)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The moment this many nanoseconds later (earlier when negative), held at the ends of the range.
  @inlinable
  public func adding(nanoseconds interval: Int64) -> Timestamp {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(interval)
    guard overflow else { return Timestamp(nanoseconds: sum) }
    return interval < 0 ? .distantPast : .distantFuture
  }

  /// The nanoseconds from `right` to `left`, negative when `left` is earlier, held at Int64's ends.
  @inlinable
  public static func - (left: Timestamp, right: Timestamp) -> Int64 {
    let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
    guard overflow else { return difference }
    return left.nanoseconds < 0 ? .min : .max
  }
}

extension Timestamp: Comparable {
  /// Orders by time.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
