import Desk
import Foundation
import Ingest
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("A backup of a service under load")
struct BackupTests {
  @Test("is restored and trades on to the rows of the run it was taken from", arguments: [500, 4_000, 9_000])
  func goesOn(row: Int64) throws {
    let scratch = try Scratch()
    let settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 20_000))
    let file = scratch.path + "/backup"
    let running = try RunningService(settings)
    running.waitForRow(row)
    let report = try DataBackup.write(from: settings.dataDirectory, to: file)
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return
    }
    running.stop()
    let journal = try JournalReader(
      path: settings.dataDirectory + "/sextant.sqlite", instruments: BuiltIn.instruments().book)
    #expect(try report.seq < journal.lastSeq(), "the backup was to be taken on the way")

    var again = settings
    again.dataDirectory = scratch.path + "/restored"
    let restored = try DataBackup.restore(file, to: again.dataDirectory)
    #expect(restored.seq == report.seq && restored.requests == report.requests)
    let second = try RunningService(again)
    guard case .finished? = second.waitForEnd() else {
      Issue.record("the restored replay did not finish: \(String(describing: second.endedAs))")
      return
    }
    second.stop()
    let (first, found) = (
      try Tables.all(settings.dataDirectory), try Tables.all(again.dataDirectory)
    )
    #expect(first["fills"]?.isEmpty == false)
    for name in Tables.names { #expect(first[name] == found[name], "\(name)") }
  }

  @Test("knows no request the journal has not ordered, and no answer to one the exchange has not taken")
  func oneMoment() throws {
    let scratch = try Scratch()
    let settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 30_000))
    let running = try RunningService(settings)
    defer { running.stop() }
    running.waitForRow(1)
    let requests = "(SELECT payload ->> 'order_id' FROM sextant_backup_requests WHERE kind = 'submit')"
    var taken = 0
    while taken < 100, running.endedAs == nil {
      let file = scratch.path + "/backup-\(taken)"
      _ = try DataBackup.write(from: settings.dataDirectory, to: file)
      taken += 1
      let backup = try SQLiteConnection(path: file, mode: .readOnly)
      let unordered = try backup.integer(
        """
        SELECT count(*) FROM sextant_backup_requests WHERE kind = 'submit'
          AND payload ->> 'order_id' NOT IN (SELECT order_id FROM intents)
        """)
      let unasked = try backup.integer(
        """
        SELECT count(*) FROM journal WHERE type IN ('order_accepted', 'fill_booked')
          AND payload ->> 'order_id' NOT IN \(requests)
        """)
      #expect(unordered == 0, "backup \(taken)")
      #expect(unasked == 0, "backup \(taken)")
    }
    #expect(taken > 1)
  }
}
