internal import Ingest
internal import Platform

/// How the writers of QuestDB and PostgreSQL are doing.
struct StoreRoutes: Sendable {
  let stores: any StorePort

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/stores") { request, responder in
      let parameters = RequestParameters(request, known: [])
      responder.respond(
        parameters.faults.isEmpty
          ? .json(Self.encode(stores.statuses)) : Problem.parameters(parameters.faults, request))
    }
  }

  static func encode(_ statuses: [StoreStatus]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("count", statuses.count)
    writer.key("results")
    writer.beginArray()
    for status in statuses { write(status, to: &writer) }
    writer.endArray()
    writer.key("next")
    writer.null()
    writer.endObject()
    return writer.takeBytes()
  }

  private static func write(_ status: StoreStatus, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("store", status.kind.rawValue)
    writer.field("target", status.target)
    writer.field("state", status.state.rawValue)
    writer.field("detail", status.detail)
    writer.field("journal_seq", status.journalSeq)
    writer.field("acknowledged_seq", status.acknowledgedSeq)
    writer.field("safe_seq", status.safeSeq)
    writer.field("lag_events", status.lagEvents)
    writer.field("rows_written", status.rowsWritten)
    writer.field("rows_per_second", status.rowsPerSecond)
    writer.field("rows_retried", status.rowsRetried)
    writer.field("rows_refused", status.rowsRefused)
    writer.field("reconnects", status.reconnects)
    writer.field("market_rows", status.marketRows)
    writer.field("market_dropped", status.marketDropped)
    writer.key("faults")
    writer.beginArray()
    for fault in status.faults {
      writer.beginObject()
      writer.field("kind", fault.kind.rawValue)
      writer.field("table", fault.table)
      writer.field("column", fault.column)
      writer.field("problem", fault.problem)
      writer.field("repair", fault.repair)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
