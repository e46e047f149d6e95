import Ingest
import Query

/// What readiness is made of: the journal takes commits, and the account decides.
struct ServiceHealth: HealthPort {
  let account: LiveAccount
  let journal: JournalHolder
  let stores: StoreWriters

  var checks: [HealthCheck] { [journalCheck, accountCheck] + storeChecks }

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
      return HealthCheck(name: "journal", isHealthy: false, detail: "not open yet")
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

  private var accountCheck: HealthCheck {
    switch account.phase {
    case .running: HealthCheck(name: "account", isHealthy: true, detail: "deciding")
    case .recovering(let what):
      HealthCheck(name: "account", isHealthy: false, detail: "recovering: \(what)")
    case .catchingUp:
      HealthCheck(name: "account", isHealthy: false, detail: "the market is catching up")
    case .failed(let reason): HealthCheck(name: "account", isHealthy: false, detail: reason)
    case .stopped: HealthCheck(name: "account", isHealthy: false, detail: "stopping")
    }
  }
}
