import Ingest
import Query

/// What readiness is made of: the journal takes commits, and every account decides.
struct ServiceHealth: HealthPort {
  let accounts: [LiveAccount]
  let journal: JournalHolder
  let stores: StoreWriters
  /// Nil: nobody reads.
  var feed: FeedState?

  var checks: [HealthCheck] { [journalCheck] + accounts.map(check) + feedChecks + storeChecks }

  /// Without it alerts are raised and nobody hears of them.
  private var feedChecks: [HealthCheck] {
    guard let feed else { return [] }
    let failure = feed.failure
    return [HealthCheck(name: "feed", isHealthy: failure == nil, detail: failure ?? "reading the journal")]
  }

  /// A store that is away or behind is told here and is no reason not to be ready: trading goes on without.
  private var storeChecks: [HealthCheck] {
    stores.statuses.map { status in
      HealthCheck(
        name: status.kind.rawValue, isHealthy: true,
        detail: "\(status.detail), \(status.lagEvents) events behind")
    }
  }

  private var journalCheck: HealthCheck {
    guard let journal = journal.current else {
      return HealthCheck(
        name: "journal", isHealthy: false,
        detail: self.journal.isWaitingForRoom ? "the disk is full: it cannot be opened" : "not open yet")
    }
    switch journal.health.state {
    case .writing: return HealthCheck(name: "journal", isHealthy: true, detail: "taking commits")
    case .waitingForRoom:
      return HealthCheck(name: "journal", isHealthy: false, detail: "the disk is full")
    case .failed(let error):
      return HealthCheck(name: "journal", isHealthy: false, detail: "\(error)")
    case .stopped: return HealthCheck(name: "journal", isHealthy: false, detail: "stopped")
    }
  }

  /// Every part has started: what goes on without one that failed for good is a running service.
  var hasStarted: Bool {
    let phases = accounts.map(\.phase)
    let others = phases.filter { if case .failed = $0 { false } else { true } }
    return journalCheck.isHealthy && !others.isEmpty && others.allSatisfy { $0 == .running }
  }

  /// `account`; of several each has its name in it.
  private func check(_ account: LiveAccount) -> HealthCheck {
    let name = accounts.count > 1 ? "account_\(account.name)" : "account"
    if let hold = account.hold { return HealthCheck(name: name, isHealthy: false, detail: hold) }
    return switch account.phase {
    case .running: HealthCheck(name: name, isHealthy: true, detail: "deciding")
    case .recovering(let what):
      HealthCheck(name: name, isHealthy: false, detail: "recovering: \(what)")
    case .catchingUp: HealthCheck(name: name, isHealthy: false, detail: "the market is catching up")
    case .failed(let reason): HealthCheck(name: name, isHealthy: false, detail: reason)
    case .stopped: HealthCheck(name: name, isHealthy: false, detail: "stopping")
    }
  }
}
