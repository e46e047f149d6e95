import Desk
import Foundation
import Platform
import Primitives
import Trading

@testable import Ingest

extension JournalHarness {
  /// Says of a store what a writer and a comparison leave behind: all sent and found equal up to an event.
  func foundEqual(_ store: StoreKind, through seq: Int64, server: Int64 = 7, safe: Int64? = nil) throws {
    let cursors = try CursorStore(connection(.readWrite))
    try cursors.write(store.rawValue, seq)
    try cursors.write(WriterThread.safeCursor(store.rawValue), safe ?? seq)
    try cursors.write(WriterThread.serverCursor(store.rawValue), server)
    let equality = Equality(
      seq: seq, recordedAt: try reader().recordedAt(seq: seq) ?? 0, server: server,
      rewrites: try reader().cursor(WriterThread.rewritesCursor(store.rawValue)),
      at: Timestamp(nanoseconds: 1_800_000_000_000_000_000))
    try EqualityRecord.keep(equality, store: store.rawValue, directory: directoryPath)
  }

  func cutter(_ journal: SQLiteJournal, stores: [StoreKind] = [.questdb]) -> JournalCutter {
    JournalCutter(journal: journal, rules: Self.rules, directory: directoryPath, stores: stores)
  }

  /// Cuts before an event, which must have been committed later than the one before it.
  @discardableResult
  func cut(
    _ journal: SQLiteJournal, before seq: Int64, stores: [StoreKind] = [.questdb],
    isStopping: () -> Bool = { false }
  ) throws -> JournalCutter.Outcome {
    try cutter(journal, stores: stores).cut(before: moment(of: seq), isStopping: isStopping)
  }

  /// The first event from a number on that was committed later than the one before it.
  func firstOfCommit(from seq: Int64) throws -> Int64 {
    var seq = seq
    while try moment(of: seq).microseconds == moment(of: seq - 1).microseconds { seq += 1 }
    return seq
  }

  /// Wall time of an event's commit.
  func moment(of seq: Int64) throws -> Timestamp {
    Timestamp(nanoseconds: try reader().recordedAt(seq: seq) ?? 0)
  }

  /// Every row of a fold from the first event there is.
  func foldedRows() throws -> [Row] {
    var fold = JournalFold(reader: try reader(), rules: Self.rules, after: 0)
    var rows: [Row] = []
    while try fold.step(into: &rows) {}
    return rows
  }

  func load(_ account: AccountID) throws -> RecoveredState {
    try Recovery.load(
      account: account, instruments: ScriptedDesk.instruments, maxOrders: 100, from: reader())
  }
}
