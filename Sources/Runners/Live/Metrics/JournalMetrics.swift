import Ingest
import Platform
import Trading

/// The journal's commits, its queue, and how far every reader is behind it.
struct JournalMetrics: MetricSource {
  let journal: JournalHolder
  let accounts: [LiveAccount]
  let trades: TradeMetrics
  let stores: StoreWriters

  func write(to page: inout MetricPage) {
    queues(&page)
    page.begin("sextant_account_held", .gauge, "1 while an account waits for room for the exchange's log.")
    for account in accounts { page.sample(account.hold != nil, [("account", account.name.text)]) }
    guard let journal = journal.current else { return }
    let (health, meters) = (journal.health, journal.meters)
    page.begin("sextant_journal_commit_seconds", .histogram, "Time of a commit until it is on disk.")
    page.sample(meters.commitSeconds.snapshot)
    page.begin("sextant_journal_commit_batches", .histogram, "Steps that one commit carried.")
    page.sample(meters.commitBatches.snapshot)
    page.single(
      "sextant_journal_events_total", .counter, "Events in the journal since it began.", health.committedSeq)
    page.begin("sextant_journal_state", .gauge, "What the journal does: 1 for the state that holds.")
    for state in ["writing", "waiting_for_room", "failed", "stopped"] {
      page.sample(state == health.state.name, [("state", state)])
    }
    lags(health, meters, &page)
  }

  private func queues(_ page: inout MetricPage) {
    var queues = accounts.map { account in
      let name = accounts.count > 1 ? "notes_\(account.name)" : "notes"
      return (name, account.notes.count, account.notes.capacity)
    }
    if let journal = journal.current {
      queues.append(("journal", journal.waitingCount, journal.waitingCapacity))
    }
    for (lane, status) in zip(stores.lanes, stores.statuses) {
      queues.append(("market_\(status.kind.rawValue)", lane.waitingCount, type(of: lane).capacity))
    }
    page.begin("sextant_queue_depth", .gauge, "What waits in a queue.")
    for (name, depth, _) in queues { page.sample(Int64(depth), [("queue", name)]) }
    page.begin("sextant_queue_capacity", .gauge, "Most that can wait in a queue.")
    for (name, _, capacity) in queues { page.sample(Int64(capacity), [("queue", name)]) }
  }

  private func lags(_ health: JournalHealth, _ meters: JournalMeters, _ page: inout MetricPage) {
    let cursors =
      [("projection", health.projectedSeq), ("feed", trades.cursor)]
      + stores.statuses.map { ($0.kind.rawValue, $0.acknowledgedSeq) }
    page.begin("sextant_cursor_lag_events", .gauge, "Journaled events a reader has not come to.")
    for (name, seq) in cursors {
      page.sample(max(health.committedSeq - seq, 0), [("cursor", name)])
    }
    page.begin(
      "sextant_cursor_lag_seconds", .gauge,
      "Age of the oldest event a reader has not come to; one from before the start of the process counts "
        + "from its first commit.")
    for (name, seq) in cursors { page.sample(meters.lagSeconds(after: seq), [("cursor", name)]) }
  }
}

extension JournalHealth.State {
  fileprivate var name: String {
    switch self {
    case .writing: "writing"
    case .waitingForRoom: "waiting_for_room"
    case .failed: "failed"
    case .stopped: "stopped"
    }
  }
}
