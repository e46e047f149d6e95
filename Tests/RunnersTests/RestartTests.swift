import Foundation
import Ingest
import Platform
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("A restart goes on with the session's own terms, or refuses")
struct RestartTests {
  private func begun(_ scratch: Scratch) throws -> ServiceSettings {
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.market = .replay(file: try scratch.quoteTape(rows: 60_000))
    settings.speed = .max
    settings.exitsAtEnd = true
    let running = try RunningService(settings)
    running.waitForRow(4_000)
    running.interrupt()
    return settings
  }

  /// Why the service ended; nil when it came to the tape's end.
  private func refusal(_ settings: ServiceSettings) throws -> String? {
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .failed(let reason)? = running.waitForEnd() else { return nil }
    return reason
  }

  @Test("with another leverage")
  func otherLeverage() throws {
    let scratch = try Scratch()
    var settings = try begun(scratch)
    let before = try Tables.all(settings.dataDirectory)
    settings.leverage = 3
    let reason = try #require(try refusal(settings))
    #expect(reason.contains("--leverage 10") && reason.contains("--new-session"), "\(reason)")
    #expect(try Tables.all(settings.dataDirectory) == before)
  }

  @Test("with another symbol")
  func otherSymbol() throws {
    let scratch = try Scratch()
    var settings = try begun(scratch)
    settings.symbol = "ETHUSDT"
    let reason = try #require(try refusal(settings))
    #expect(reason.contains("--symbol BTCUSDT"), "\(reason)")
  }

  @Test("with another market under the tape's name")
  func otherTape() throws {
    let scratch = try Scratch()
    let settings = try begun(scratch)
    _ = try scratch.quoteTape(rows: 60_000, seed: 8)
    let reason = try #require(try refusal(settings))
    #expect(reason.contains("BTCUSDT") && reason.contains("--new-session"), "\(reason)")
  }

  @Test("with a tape that ends before the session did")
  func shorterTape() throws {
    let scratch = try Scratch()
    let settings = try begun(scratch)
    _ = try scratch.quoteTape(rows: 1_000)
    let reason = try #require(try refusal(settings))
    #expect(reason.contains("ends at row 1000"), "\(reason)")
  }

  @Test("told to stop while it reads the tape, it ends at once and changes nothing")
  func stopped() throws {
    let scratch = try Scratch()
    let settings = try begun(scratch)
    let before = try Tables.all(settings.dataDirectory)
    let directory = try DataDirectory(path: settings.dataDirectory)
    let book = try BuiltIn.instruments().book
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    sink.level = .critical
    let logger = Logger(label: "test", sink: sink)
    let journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts,
      rules: ProjectionRules(instruments: book, maxOrders: 1_000), logger: logger)
    let recovery = AccountRecovery(
      settings: settings, book: book, journal: journal,
      paper: try PaperLog(path: directory.paperPath, schema: BuiltIn.paperSchema, instruments: book),
      reader: try JournalReader(path: directory.journalPath, instruments: book),
      account: LiveAccount(settings.account, journal: JournalHolder()), lanes: [],
      leads: { true },
      startedAt: Timestamp(nanoseconds: 0), logger: logger, isStopping: { true })
    #expect(throws: RecoveryStopped.self) { _ = try recovery.open {} }
    journal.stop()
    directory.release()
    #expect(try Tables.all(settings.dataDirectory) == before)
    // The service takes that for an end in order.
    let running = try RunningService(settings)
    running.stop()
    #expect(running.endedAs == nil && running.account.phase == .stopped)
  }

  @Test("another mode begins a new session beside the old one")
  func otherMode() throws {
    let scratch = try Scratch()
    var settings = try begun(scratch)
    settings.mode = .dryRun
    #expect(try refusal(settings) == nil)
    let sessions = try Tables.lines(
      settings.dataDirectory, "SELECT DISTINCT session FROM journal ORDER BY 1")
    #expect(sessions.dropFirst() == ["sextant-main-1", "sextant-main-2"])
  }
}
