import Foundation
import Glibc
import Testing

@testable import Ingest

@Suite("A data directory")
struct DataDirectoryTests {
  private let harness = JournalHarness()

  @Test("is created for its owner only")
  func createsPrivate() throws {
    let directory = try harness.directory()
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }

  @Test("refuses a second owner, naming the process of the first, until that one gives it back")
  func refusesSecond() throws {
    let first = try harness.directory()
    let error = #expect(throws: JournalError.self) { try DataDirectory(path: harness.directoryPath) }
    #expect(error?.code == .inUse)
    #expect(error?.message.contains("process \(getpid())") == true)
    first.release()
    #expect(throws: Never.self) { try DataDirectory(path: harness.directoryPath) }
  }

  @Test("that cannot be made is refused with what to do")
  func refusesUnusable() throws {
    let first = try harness.directory()
    try Data("x".utf8).write(to: URL(filePath: first.path + "/file"))
    let error = #expect(throws: JournalError.self) { try DataDirectory(path: first.path + "/file/data") }
    #expect(error?.code == .notWritable)
    #expect(error?.message.contains("Create it") == true)
  }

  @Test("with a journal of a newer version is refused, the file untouched")
  func refusesNewer() throws {
    try harness.withJournal { _ in }
    try harness.connection(.readWrite).execute("PRAGMA user_version = 1000")
    let path = harness.directoryPath + "/sextant.sqlite"
    let before = try Data(contentsOf: URL(filePath: path))
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.code == .newerVersion)
    #expect(error?.message.contains("schema 1000") == true)
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test("with a damaged journal is refused without a crash", arguments: ["head", "body", "foreign"])
  func refusesDamaged(_ how: String) throws {
    var desk = ScriptedDesk()
    try harness.withJournal { journal in
      try journal.commit(all: desk.run(trades: 20))
    }
    let url = URL(filePath: harness.directoryPath + "/sextant.sqlite")
    switch how {
    case "head": try Data("not a database at all, but long enough to be looked at".utf8).write(to: url)
    case "body":
      var data = try Data(contentsOf: url)
      for index in 100..<data.count { data[index] = 0x5A }
      try data.write(to: url)
    default:
      try FileManager.default.removeItem(at: url)
      try harness.connection(.readWrite).execute("CREATE TABLE somebody (elses)")
    }
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("backup") == true)
  }
}
