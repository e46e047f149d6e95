import Ingest
import Platform
import Primitives

/// Tells that an account stands still for want of room: readiness and callers at once, the log at once and
/// then rarely.
struct HoldReport {
  let account: LiveAccount
  let logger: Logger
  private var beganAt: Int64?
  private var fault = Self.newFault

  init(account: LiveAccount, logger: Logger) {
    self.account = account
    self.logger = logger
  }

  private static var newFault: RepeatedFault { RepeatedFault(everyNanos: 300 * Nanos.perSecond) }

  var isHeld: Bool { beganAt != nil }

  /// There is no room.
  ///
  /// - Parameter now: on the monotonic clock, nanoseconds; the same below.
  mutating func note(_ error: JournalError, at now: Int64) {
    let began = beganAt ?? now
    account.hold = "the disk is full: there is no room for the exchange's log"
    if beganAt == nil { fault = Self.newFault }
    beganAt = began
    guard fault.came(at: now) != nil else { return }
    logger.critical(
      "no room to keep what the exchange is to be asked; the account is held until there is",
      ["error": .string("\(error)"), "held_seconds": .int(Int((now - began) / Nanos.perSecond))])
  }

  /// There is room again, or nobody waits for it any more: what was missed meanwhile is caught up with
  /// before anything is decided.
  mutating func end(at now: Int64) {
    guard let began = beganAt else { return }
    beganAt = nil
    if account.phase == .running { account.phase = .catchingUp }
    account.hold = nil
    logger.warning(
      "the account is held no longer", ["held_seconds": .int(Int((now - began) / Nanos.perSecond))])
  }
}
