import Platform
import Primitives

/// Maps the wall clock to the market's.
///
/// A synthetic market at speed 1 keeps wall time itself, so that a service that was down catches up.
/// Any other market goes on from where it stands. Never runs back, whatever the wall clock does.
struct MarketClock {
  private let speed: Int64
  private let deskOrigin: Timestamp
  private let monotonicOrigin: Int64

  /// Desk time is `deskTime` now and passes `speed` times as fast as the wall's.
  init(startingAt deskTime: Timestamp, speed: Int) {
    self.speed = Int64(max(1, speed))
    deskOrigin = deskTime
    monotonicOrigin = MonotonicClock.nowNanoseconds()
  }

  /// Desk time now.
  var now: Timestamp {
    let passed = MonotonicClock.nowNanoseconds() - monotonicOrigin
    let (scaled, overflow) = passed.multipliedReportingOverflow(by: speed)
    return overflow ? .distantFuture : deskOrigin.adding(nanoseconds: scaled)
  }

  /// Nanoseconds of wall time until desk time has come; 0 when it has.
  func nanosUntil(_ time: Timestamp) -> Int64 { max(0, (time - now) / speed) }
}
