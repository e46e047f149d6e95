import Foundation
import Platform
import Primitives
import Synchronization
import Testing
import Trading

@testable import Ingest

@Suite("A backup")
struct BackupTests {
  private let harness = JournalHarness()
  private var file: String { harness.directoryPath + ".backup" }
  private var restored: String { harness.directoryPath + ".restored" }

  private func clean() {
    for path in [file, restored] { try? FileManager.default.removeItem(atPath: path) }
  }

  private func commitTrades(_ journal: SQLiteJournal) throws {
    var desk = ScriptedDesk()
    try journal.commit(all: desk.run(trades: 40))
  }

  private func request(_ row: Int64) -> PaperRequest {
    PaperRequest(
      tapeRow: row, at: Timestamp(nanoseconds: row),
      request: .cancel(OrderID(digest: Digest128(high: 3, low: UInt64(row))), 0))
  }

  @Test("holds events, tables and the exchange's log, beside the writer of both; a second is refused")
  func roundTrip() throws {
    defer { clean() }
    let session = SessionID("test-main-1")
    let report = try harness.withJournal { journal in
      let paper = try PaperLog(
        path: harness.directoryPath + "/paper.sqlite", schema: BuiltIn.paperSchema,
        instruments: ScriptedDesk.instruments)
      try paper.append([request(1), request(2)], session: session)
      try commitTrades(journal)
      try journal.flushProjection()
      let report = try DataBackup.write(from: harness.directoryPath, to: file)
      #expect(report.seq == journal.health.committedSeq)
      #expect(throws: JournalError(.notWritable, "")) {
        try DataBackup.write(from: harness.directoryPath, to: file)
      }
      try paper.append([request(3)], session: session)
      return report
    }
    #expect(report.requests == 2)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    let name = URL(fileURLWithPath: file).lastPathComponent
    let beside = try FileManager.default.contentsOfDirectory(
      atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path)
    #expect(beside.filter { $0.hasPrefix(name) } == [name])
    _ = try DataBackup.restore(file, to: restored)
    let paper = try PaperLog(
      path: restored + "/paper.sqlite", schema: BuiltIn.paperSchema, instruments: ScriptedDesk.instruments)
    #expect(try paper.requests(session: session) == [request(1), request(2)])
    let tables = try harness.tables()
    try? FileManager.default.removeItem(atPath: harness.directoryPath)
    try FileManager.default.moveItem(atPath: restored, toPath: harness.directoryPath)
    #expect(try harness.tables() == tables)
    #expect(!tables.isEmpty)
  }

  @Test("is not restored over anything, nor when a page is damaged; nothing is left behind")
  func refusals() throws {
    defer { clean() }
    try harness.withJournal { journal in
      try commitTrades(journal)
    }
    #expect(throws: JournalError(.notWritable, "")) {
      _ = try DataBackup.write(from: harness.directoryPath, to: file)
      _ = try DataBackup.restore(file, to: harness.directoryPath)
    }
    try Pages.damage(file)
    let error = #expect(throws: JournalError.self) { try DataBackup.restore(file, to: restored) }
    #expect(error?.code == .corrupt, "\(String(describing: error))")
    #expect(!FileManager.default.fileExists(atPath: restored))
    #expect(throws: JournalError(.corrupt, "")) {
      try DataBackup.restore(harness.directoryPath + "/sextant.sqlite", to: restored)
    }
    #expect(throws: JournalError(.unreadable, "")) { try DataBackup.restore(file + ".none", to: restored) }
  }

  @Test("is refused when one bit of it turned, wherever it is, or its end is missing")
  func seal() throws {
    defer { clean() }
    try harness.withJournal { journal in
      try commitTrades(journal)
    }
    _ = try DataBackup.write(from: harness.directoryPath, to: file)
    let whole = try Data(contentsOf: URL(filePath: file))
    for place in stride(from: 101, to: whole.count, by: whole.count / 23) {
      var turned = whole
      turned[place] ^= 0x10
      try turned.write(to: URL(filePath: file))
      let error = #expect(throws: JournalError.self) { try DataBackup.restore(file, to: restored) }
      #expect(error?.code == .corrupt, "byte \(place)")
    }
    try whole.dropLast(1).write(to: URL(filePath: file))
    #expect(throws: JournalError(.corrupt, "")) { try DataBackup.restore(file, to: restored) }
    #expect(!FileManager.default.fileExists(atPath: restored))
    try whole.write(to: URL(filePath: file))
    _ = try DataBackup.restore(file, to: restored)
  }

  @Test("made by several at once under one name is made by one of them, and whole")
  func oneName() throws {
    defer { clean() }
    try harness.withJournal { journal in
      try commitTrades(journal)
    }
    let (path, file) = (harness.directoryPath, file)
    let made = Atomic<Int>(0)
    let threads = (0..<6).map { number in
      OwnThread.start(name: "backup-\(number)") {
        if (try? DataBackup.write(from: path, to: file)) != nil { made.add(1, ordering: .relaxed) }
      }
    }
    for thread in threads { thread.join() }
    #expect(made.load(ordering: .relaxed) == 1)
    _ = try DataBackup.restore(file, to: restored)
  }

  @Test("laid into a data directory as it is is refused, with the way to restore it")
  func rawBackup() throws {
    defer { clean() }
    try harness.withJournal { _ in }
    _ = try DataBackup.write(from: harness.directoryPath, to: file)
    let journal = harness.directoryPath + "/sextant.sqlite"
    try FileManager.default.removeItem(atPath: journal)
    try FileManager.default.moveItem(atPath: file, toPath: journal)
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.message.contains("sextant restore FILE --data DIR") == true)
  }

  @Test("a journal with a damaged page is refused at the start, with the way to restore; it is not touched")
  func damagedJournal() throws {
    try harness.withJournal { journal in
      try commitTrades(journal)
    }
    let path = harness.directoryPath + "/sextant.sqlite"
    try Pages.damage(path)
    let before = try Data(contentsOf: URL(filePath: path))
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("sextant restore FILE --data DIR") == true)
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }
}

/// Damages files as a failing disk would.
enum Pages {
  /// Flips every bit of the first bytes of the oldest events' page, which no start would read.
  static func damage(_ path: String) throws {
    let page: Int64 = try {
      let connection = try SQLiteConnection(path: path, mode: .readOnly)
      let page = try connection.integer(
        "SELECT pageno FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' ORDER BY path LIMIT 1")
      return try #require(page)
    }()
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? handle.close() }
    let offset = UInt64(page - 1) * 4_096
    try handle.seek(toOffset: offset)
    let bytes = try handle.read(upToCount: 64) ?? Data()
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(bytes.map { ~$0 }))
  }
}
