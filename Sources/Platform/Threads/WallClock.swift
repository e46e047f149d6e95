internal import Glibc
public import Primitives

/// The time of day as the machine knows it: for stamps that people and other systems read.
///
/// It can step when the clock is set; durations are measured with `MonotonicClock`.
public enum WallClock {
  /// Nanoseconds since 1970-01-01T00:00:00Z, as a timestamp.
  public static func now() -> Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }
}
