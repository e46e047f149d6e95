import Ingest
import Platform

/// The writers of QuestDB and PostgreSQL; the families are there without a store too, empty.
struct StoreMetrics: MetricSource {
  let stores: StoreWriters

  func write(to page: inout MetricPage) {
    let statuses = stores.statuses
    page.begin("sextant_store_state", .gauge, "What a store's writer does: 1 for the state that holds.")
    for status in statuses {
      for state in StoreStatus.State.allCases {
        page.sample(
          status.state == state, [("store", status.kind.rawValue), ("state", state.rawValue)])
      }
    }
    let counters: [(String, String, KeyPath<StoreStatus, Int64>)] = [
      ("sextant_store_rows_written_total", "Rows acknowledged, those sent again included.", \.rowsWritten),
      ("sextant_store_rows_retried_total", "Rows sent again.", \.rowsRetried),
      ("sextant_store_reconnects_total", "Connections made after the first.", \.reconnects),
      ("sextant_store_market_rows_total", "Rows of the market acknowledged.", \.marketRows),
      (
        "sextant_market_events_dropped_total",
        "Market events left out under pressure or over a lost connection.",
        \.marketDropped
      ),
    ]
    for (name, help, path) in counters {
      page.begin(name, .counter, help)
      for status in statuses { page.sample(status[keyPath: path], [("store", status.kind.rawValue)]) }
    }
    page.begin("sextant_store_rows_refused", .gauge, "Rows a store refused and lacks.")
    for status in statuses { page.sample(status.rowsRefused, [("store", status.kind.rawValue)]) }
    page.begin("sextant_store_faults", .gauge, "What keeps rows out of a store.")
    for status in statuses { page.sample(Int64(status.faults.count), [("store", status.kind.rawValue)]) }
  }
}
