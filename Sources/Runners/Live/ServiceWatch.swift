import Ingest
import Platform
import Primitives
import Query
import Synchronization

/// Tells the service manager how the service goes: ready once every part has started, then a sign of life for
/// as long as the accounts' threads come round.
///
/// An account that waits for room on the disk is alive: killing it would help nobody. One that failed while
/// others trade is told in the status, and the others go on.
final class ServiceWatch: Sendable {
  /// How often it looks at least, nanoseconds.
  static let lookNanos: Int64 = Nanos.perSecond / 4

  private let notifier: ServiceNotifier
  private let health: ServiceHealth
  private let journal: JournalHolder
  private let stopping = Inbox<Void>(capacity: 1)
  private let thread = Locked<OwnThread?>(nil)

  init(notifier: ServiceNotifier, health: ServiceHealth, journal: JournalHolder) {
    self.notifier = notifier
    self.health = health
    self.journal = journal
  }

  func start() {
    let started = OwnThread.start(name: "sx-watch") { [self] in run() }
    thread.withLock { $0 = started }
  }

  func stop() {
    stopping.close()
    thread.withLock { $0.take() }?.join()
    notifier.stopping()
  }

  private func run() {
    let watchdog = notifier.watchdogNanos
    let pause = min(watchdog.map { $0 / 4 } ?? Self.lookNanos, Self.lookNanos)
    var (isReady, status) = (false, "")
    while !stopping.isClosed {
      let checks = health.checks
      let failing = checks.first { !$0.isHealthy }
      let line = failing.map { "\($0.name): \($0.detail)" } ?? "trading"
      if line != status {
        notifier.status(line)
        status = line
      }
      if !isReady, health.hasStarted {
        notifier.ready()
        isReady = true
      }
      if let watchdog, isAlive(within: watchdog / 2) { notifier.alive() }
      _ = stopping.take(waitingUpTo: pause)
    }
  }

  /// Whether every account's thread came round lately, or has a reason not to. One that failed has none
  /// unless another goes on.
  func isAlive(within nanoseconds: Int64, at now: Int64 = MonotonicClock.nowNanoseconds()) -> Bool {
    if journal.current?.health.state == .waitingForRoom { return true }
    let others = health.accounts.filter { if case .failed = $0.phase { false } else { true } }
    return (others.isEmpty ? health.accounts : others).allSatisfy { account in
      if account.hold != nil { return true }
      if case .recovering = account.phase { return true }
      return now - account.roundAt.load(ordering: .relaxed) <= nanoseconds
    }
  }
}
