internal import Glibc

/// A clock that only runs forward: for durations, deadlines and latencies.
///
/// Two threads may read it in an order other than the one they act in: subtract as Int64, a difference
/// can be slightly negative.
public enum MonotonicClock {
  /// Nanoseconds since an arbitrary moment (the start of the machine).
  public static func nowNanoseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
