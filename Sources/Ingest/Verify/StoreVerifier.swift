import Platform
import Trading

/// Compares what a store holds with what the journal says it must hold, row by row.
///
/// It folds the journal's own payloads up to the event the store acknowledged last, reads the store's rows
/// of this data directory's sessions, and looks again at rows in which the two differ: a service may be
/// writing meanwhile. Reads only, takes no lock; memory does not grow with the journal.
public struct StoreVerifier {
  /// What a comparison is at.
  public enum Phase: String, Sendable {
    /// Making rows of the journal's events; counted in events.
    case folding = "fold"
    /// Reading the store's rows; counted in rows.
    case comparing = "compare"
  }

  let path: String
  let rules: ProjectionRules
  let store: String
  let rows: any StoreRows
  let settings: VerifySettings
  let progress: (Phase, Int64, Int64) -> Void
  /// Waits so many nanoseconds between two looks; false when asked to stop.
  let pause: (Int64) -> Bool

  /// A comparison of the journal at a path with a store.
  init(
    path: String, rules: ProjectionRules, store: String, rows: any StoreRows, settings: VerifySettings,
    progress: @escaping (Phase, Int64, Int64) -> Void = { _, _, _ in },
    pause: @escaping (Int64) -> Bool
  ) {
    self.path = path
    self.rules = rules
    self.store = store
    self.rows = rows
    self.settings = settings
    self.progress = progress
    self.pause = pause
  }

  /// Compares; what it found stands in the report, differences are no error.
  public func run() throws(VerifyError) -> VerifyReport {
    let reader: JournalReader
    let fold: JournalFold
    var report: VerifyReport
    let acknowledged, rewrites: Int64
    do throws(JournalError) {
      reader = try JournalReader(path: path, instruments: rules.instruments)
      // The cursor first: the journal is never behind it.
      acknowledged = try reader.cursor(store)
      rewrites = try reader.cursor(WriterThread.rewritesCursor(store))
      let begin = try reader.cut()
      report = VerifyReport(
        store: store, acknowledged: acknowledged, newest: try reader.lastSeq(), begin: begin)
      fold = JournalFold(reader: reader, rules: rules, after: begin?.seq ?? 0)
    } catch { throw VerifyError(error) }
    if let begin = report.begin, acknowledged > 0, acknowledged < begin.seq {
      throw VerifyError(
        .journal,
        "The store \(store) acknowledged event \(acknowledged), and the journal begins with event "
          + "\(begin.seq + 1): it was cut while this store was not configured. What the journal still has is "
          + "written by the service started with this store, or by sextant ship.")
    }
    guard report.acknowledged <= report.newest else {
      throw VerifyError(
        .journal,
        "The store \(store) acknowledged event \(report.acknowledged), but \(path) ends at event "
          + "\(report.newest): it is not the journal the store was filled from, or it lost its end.")
    }
    let server = try checkServer(reader)
    if settings.firstDay == nil, settings.lastDay == nil, let server {
      do throws(JournalError) {
        report.equality = try reader.recordedAt(seq: acknowledged).map {
          Equality(
            seq: acknowledged, recordedAt: $0, server: server, rewrites: rewrites, at: WallClock.now())
        }
      } catch { throw VerifyError(error) }
    }
    let run = try VerifyRun(self, reader: reader, fold: fold, report: report)
    try run.foldAcknowledged()
    try run.compareTables()
    try run.settle()
    try run.conclude()
    return run.report
  }
}

extension StoreVerifier {
  /// What was acknowledged holds for the server that did; by what it is known, nil when that is not.
  private func checkServer(_ reader: JournalReader) throws(VerifyError) -> Int64? {
    let kept: Int64
    do throws(JournalError) { kept = try reader.cursor(WriterThread.serverCursor(store)) } catch {
      throw VerifyError(error)
    }
    guard kept != 0, let found = try rows.serverID() else { return nil }
    guard found != kept else { return found }
    throw VerifyError(
      .store,
      "\(store): another server acknowledged what the cursor says, or this one did before its tables were "
        + "made anew. Start the service with this server, which sends everything to it, or run sextant ship.")
  }
}

extension VerifyError {
  /// Runs what works on the scratch database.
  static func scratch<Value>(
    _ body: () throws(SQLiteError) -> Value
  ) throws(VerifyError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw VerifyError(error) }
  }
}
