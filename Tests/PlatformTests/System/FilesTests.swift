import Glibc
import Testing

@testable import Platform

@Suite("Files and the lock of a data directory")
struct FilesTests {
  private let directory = TemporaryDirectory()

  @Test("reads back what was written, and only we can read it")
  func roundTrip() throws {
    let path = directory.path + "/state.json"
    try Files.writeAtomically(Array("one".utf8), to: path)
    try Files.writeAtomically(Array("two".utf8), to: path)
    #expect(try Files.read(path, maxBytes: 3) == Array("two".utf8))
    var information = stat()
    #expect(stat(path, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  @Test("refuses a file beyond the cap")
  func cap() throws {
    let path = directory.path + "/big"
    try Files.writeAtomically([1, 2, 3], to: path)
    #expect(throws: FileError(.tooLarge, "read", path)) { try Files.read(path, maxBytes: 2) }
  }

  @Test("says in words what is missing")
  func missing() {
    let path = directory.path + "/none"
    do {
      _ = try Files.read(path, maxBytes: 1)
      Issue.record("read a file that is not there")
    } catch {
      #expect(error.code == .notFound)
      #expect(error.description == "cannot read \(path): No such file or directory")
    }
  }

  @Test("makes a directory with those above it, twice if need be, but not over a file")
  func directories() throws {
    let path = directory.path + "/a/b/c"
    try Files.createDirectory(path)
    try Files.createDirectory(path)
    let file = path + "/f"
    try Files.writeAtomically([], to: file)
    #expect(throws: FileError.self) { try Files.createDirectory(file) }
  }

  @Test("locks a directory once and names the holder to the second")
  func lock() throws {
    let first = try FileLock(directory: directory.path)
    #expect(throws: FileError(.locked(byProcess: getpid()), "lock", directory.path)) {
      _ = try FileLock(directory: directory.path)
    }
    withExtendedLifetime(first) {}
  }

  @Test("frees the lock with its last reference")
  func unlock() throws {
    do { _ = try FileLock(directory: directory.path) }
    _ = try FileLock(directory: directory.path)
  }
}
