import Foundation
import Platform
import Primitives
import Trading

@testable import Ingest

/// A data directory of a test's own, removed with it, and journals in it.
final class JournalHarness {
  let directoryPath: String
  let logger: Logger

  init() {
    directoryPath =
      FileManager.default.temporaryDirectory.appending(path: "sextant-journal-\(UUID().uuidString)").path
    logger = Logger(label: "test", level: .critical, sink: Self.sink)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directoryPath)
  }

  private static let sink = LogSink(
    descriptor: open("/dev/null", O_WRONLY), format: .json, serviceName: "test")

  static let rules = ProjectionRules(
    instruments: ScriptedDesk.instruments, maxOrders: 100)

  /// Overwrites a file and drops its log, as a fault of the disk would.
  static func overwrite(_ path: String) throws {
    try Data("not a database at all, but long enough to be looked at".utf8).write(to: URL(filePath: path))
    try? FileManager.default.removeItem(atPath: path + "-wal")
  }

  func directory() throws -> DataDirectory { try DataDirectory(path: directoryPath) }

  /// Opens the journal, runs the body, stops the journal and gives the directory back.
  func withJournal<Value>(
    settings: JournalSettings = JournalSettings(),
    onFailure: @escaping @Sendable (JournalError) -> Void = { _ in },
    _ body: (SQLiteJournal) throws -> Value
  ) throws -> Value {
    let directory = try directory()
    let journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts, rules: Self.rules, settings: settings,
      logger: logger, onFailure: onFailure)
    defer {
      journal.stop()
      directory.release()
    }
    return try body(journal)
  }

  func reader() throws -> JournalReader {
    try JournalReader(path: directoryPath + "/sextant.sqlite", instruments: ScriptedDesk.instruments)
  }

  /// The journal, and the tables where they are beside it.
  func connection(_ mode: SQLiteConnection.Mode = .readOnly) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: directoryPath + "/sextant.sqlite", mode: mode)
    if FileManager.default.fileExists(atPath: tablesPath) { try connection.attach(tablesPath, as: "tables") }
    return connection
  }

  var tablesPath: String { directoryPath + "/tables.sqlite" }

  /// The newest event in the tables, as their file says.
  func projected() throws -> Int64? { try connection().integer("SELECT seq FROM projection") }

  /// Every row of every table a quant reads, as text, sorted by table and key.
  func tables() throws -> [String] {
    let connection = try connection()
    var lines: [String] = []
    for table in JournalHarness.tableNames {
      let select = try connection.prepare("SELECT * FROM \(table.name) ORDER BY \(table.key)")
      while try select.step() {
        let values = (0..<select.columnCount).map { "\(select.kind($0)):\(select.text($0))" }
        lines.append(table.name + "|" + values.joined(separator: "|"))
      }
    }
    return lines
  }
}

extension Journal {
  /// Appends and waits for the commit.
  func commit(_ batch: JournalBatch) throws -> JournalReceipt {
    let answer = OneShot<Result<JournalReceipt, JournalError>>()
    guard append(batch, completion: { answer.fulfil($0) }) else {
      throw JournalError(.overloaded, "refused")
    }
    guard let result = answer.wait(upTo: nil) else { throw JournalError(.stopped, "no answer") }
    return try result.get()
  }

  /// Appends one after the other, each once the one before is committed.
  func commit(all batches: [JournalBatch]) throws {
    for batch in batches { _ = try commit(batch) }
  }
}

/// What completions report from another thread.
final class Notes<Value: Sendable>: Sendable {
  private let values = Locked<[Value]>([])
  func add(_ value: Value) { values.withLock { $0.append(value) } }
  var all: [Value] { values.withLock { $0 } }
}
