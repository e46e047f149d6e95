import Foundation
import Glibc
import Testing

@testable import Ingest

@Suite("Rights of the data files")
struct FileRightsTests {
  private static func mode(_ path: String) -> mode_t? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & 0o777 : nil
  }

  @Test("are the owner's alone, whatever the umask says: directory, journal, its log and what lies beside")
  func journal() throws {
    umask(0o022)
    let harness = JournalHarness()
    try harness.withJournal { _ in
      #expect(Self.mode(harness.directoryPath) == 0o700)
      let names = try FileManager.default.contentsOfDirectory(atPath: harness.directoryPath)
      #expect(Set(names).isSuperset(of: ["sextant.sqlite", "sextant.sqlite-wal", "sextant.sqlite-shm"]))
      for name in names { #expect(Self.mode("\(harness.directoryPath)/\(name)") == 0o600, "\(name)") }
    }
  }

  @Test("stay what they were of what was there before")
  func existing() throws {
    umask(0o022)
    let folder = FileManager.default.temporaryDirectory.path + "/sextant-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
    let directory = try DataDirectory(path: folder)
    #expect(Self.mode(folder) == 0o750)
    #expect(FileManager.default.createFile(atPath: directory.paperPath, contents: nil))
    chmod(directory.paperPath, 0o640)
    try SQLiteConnection(path: directory.paperPath, mode: .readWrite).execute("CREATE TABLE t (a)")
    #expect(Self.mode(directory.paperPath) == 0o640)
    try SQLiteConnection(path: directory.journalPath, mode: .readWrite).execute("CREATE TABLE t (a)")
    #expect(Self.mode(directory.journalPath) == 0o600)
    directory.release()
  }

  @Test("do not matter to a database without a file")
  func nameless() throws {
    try SQLiteConnection(path: "", mode: .readWrite).execute("CREATE TABLE t (a)")
  }
}
