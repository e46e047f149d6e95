import Glibc
import Testing

@testable import Ingest

@Suite("What SQLite calls a full disk")
struct FullDiskCodeTests {
  private func code(_ extended: Int32, _ system: Int32) -> SQLiteError.Code {
    SQLiteError(extendedCode: extended, message: "", statement: "", systemCode: system).code
  }

  @Test("shared memory that cannot grow, and files that cannot be written for want of room")
  func full() {
    #expect(code(13, 0) == .full)
    #expect(code(4874, 0) == .full)
    #expect(code(778, ENOSPC) == .full && code(778, EDQUOT) == .full)
    #expect(code(1546, ENOSPC) == .full)
    #expect(code(14, ENOSPC) == .full)
    let error = SQLiteError(extendedCode: 4874, message: "", statement: "")
    #expect(JournalError(error, writing: "x").code == .full)
    #expect(JournalError(error, reading: "x").code == .full)
  }

  @Test("not a broken disk, nor a sync that failed: what it was about may be lost")
  func broken() {
    #expect(code(778, EIO) == .inputOutput)
    #expect(code(1034, ENOSPC) == .inputOutput)
    #expect(code(14, EACCES) == .cannotOpen)
  }
}
