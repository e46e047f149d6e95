public import Primitives
import Sync
import Trading

/// Syncs that could find nothing do not take place: at an exchange that tells every change itself, while
/// nothing has changed since positions agreed and no price has moved that a held position is valued at.
extension AccountDesk {
  /// Whether a sync may run now: one that sleeps passes by without an effect, so that the one after it is
  /// the next to wake.
  public func hasDue(at now: Timestamp) -> Bool {
    if let nextSyncAt, nextSyncAt <= now { return true }
    if let nextExpiryAt { return nextExpiryAt <= now }
    return false
  }

  /// Takes a comparison's outcome in.
  mutating func noteAgreement(_ agrees: Bool) {
    guard agrees else {
      agreement = .unknown
      return
    }
    // What is at work may be filled by now, and the fill not be here yet.
    guard settings.tellsEveryChange, agreement == .asked, state.orders.workingCount == 0 else { return }
    agreement = .agreed
  }

  /// Puts the sync to sleep when none could find or value anything; wakes it when one could.
  mutating func restSync(at now: Timestamp) {
    let mayRest = agreement == .agreed && lagging.isEmpty && changes.isEmpty && !hasSomethingToValue
    if !mayRest, isSyncAsleep { wakeSync(at: now) }
    isSyncAsleep = mayRest
    isWokenByTicks = mayRest && state.positions.openCount > 0
  }

  /// The next sync is the first multiple of the interval that is no earlier than now and has not passed:
  /// where it stood, had the sync never slept.
  mutating func wakeSync(at now: Timestamp) {
    isSyncAsleep = false
    isWokenByTicks = false
    guard let scheduled = nextSyncAt, scheduled < now else { return }
    let past = now.nanoseconds % settings.syncIntervalNanos
    nextSyncAt = now.adding(nanoseconds: past > 0 ? settings.syncIntervalNanos - past : -past)
  }

  private var hasSomethingToValue: Bool { state.positions.openCount > 0 && hasMovedSinceSync }
}
