/// Lengths of time in nanoseconds, the unit of every interval.
public enum Nanos {
  /// One microsecond.
  @inlinable public static var perMicrosecond: Int64 { 1_000 }
  /// One millisecond.
  @inlinable public static var perMillisecond: Int64 { 1_000_000 }
  /// One second.
  @inlinable public static var perSecond: Int64 { 1_000_000_000 }
  /// One minute.
  @inlinable public static var perMinute: Int64 { 60_000_000_000 }
  /// One hour.
  @inlinable public static var perHour: Int64 { 3_600_000_000_000 }
  /// One day of 24 hours; UTC as counted here has no leap seconds.
  @inlinable public static var perDay: Int64 { 86_400_000_000_000 }
}
