import Ingest
import Platform
import Query
import Trading

/// The writers of the stores the operator named; none by default.
final class StoreWriters: StorePort {
  private let settings: ServiceSettings
  private let logger: Logger
  private let writers = Locked<[StoreWriter]>([])

  init(settings: ServiceSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  var statuses: [StoreStatus] { writers.withLock { $0 }.map(\.status) }

  /// The lanes that market events go to.
  var lanes: [MarketLane] { writers.withLock { $0 }.compactMap(\.market) }

  /// Starts a writer a store; none of them has to be there.
  func start(_ journal: SQLiteJournal, rules: ProjectionRules) {
    let started = settings.stores.map { store in
      var plan = StoreWriterPlan(kind: store.kind, connection: store.connection, rules: rules)
      plan.mayMigrate = store.mayMigrate
      plan.ttl = store.ttl
      let log = logger.labelled(store.kind.rawValue)
      let lane =
        settings.keepsMarket
        ? MarketLane(instruments: rules.instruments, source: settings.market.sourceName) : nil
      return StoreWriter(plan: plan, journal: journal, market: lane, logger: log) { alert in
        Self.write(alert, to: log)
      }
    }
    writers.withLock { $0 = started }
    for writer in started { writer.start() }
  }

  /// Waits until the stores have everything, for as long as each gets on.
  func drain(patienceNanos: Int64, isStopping: () -> Bool) {
    for writer in writers.withLock({ $0 }) {
      if !writer.drain(patienceNanos: patienceNanos, isStopping: isStopping) {
        let status = writer.status
        logger.warning(
          "a store does not have everything yet: the rest is sent at the next start, or by sextant ship",
          [
            "store": .string(status.kind.rawValue), "detail": .string(status.detail),
            "lag_events": .int(Int(status.lagEvents)),
          ])
      }
    }
  }

  /// Ends the writers, all within about the same time.
  func stop(graceNanos: Int64) {
    let running = writers.withLock { $0 }
    let end = MonotonicClock.nowNanoseconds() + graceNanos
    for writer in running { writer.beginStop() }
    for writer in running { writer.stop(graceNanos: max(end - MonotonicClock.nowNanoseconds(), 0)) }
  }

  /// One log line for every change of an alert, in the form of the account's.
  private static func write(_ alert: StoreAlert, to logger: Logger) {
    logger.emit(
      level: alert.isFiring ? .error : .info,
      message: alert.repair.isEmpty ? alert.message : "\(alert.message). Repair: \(alert.repair)",
      fields: [
        ("event.kind", .string("alert")), ("event.action", .string(alert.kind.rawValue.lowercased())),
        ("rule.name", .string(alert.kind.rawValue)),
        ("labels", .object([("store", .string(alert.store.rawValue))])),
        (
          "alert",
          .object([
            ("state", .string(alert.isFiring ? "firing" : "resolved")), ("repair", .string(alert.repair)),
          ])
        ),
      ])
  }
}
