internal import CSQLite
private import Glibc

/// Why SQLite refused something: its codes, its words and the statement, without any bound value.
///
/// Two errors are equal when their extended codes agree.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller branches on; everything else is `other`.
  public enum Code: String, Sendable, CaseIterable {
    /// No room left, on the disk or under `max_page_count`.
    case full
    /// Another connection holds the lock.
    case busy
    /// A table is locked within the connection.
    case locked
    /// The file is damaged.
    case corrupt
    /// The file is no SQLite database.
    case notADatabase
    /// The file or the directory cannot be written.
    case readOnly
    /// The file cannot be opened.
    case cannotOpen
    /// A read, write or sync of the file failed.
    case inputOutput
    /// A UNIQUE, NOT NULL or CHECK rule was broken.
    case constraint
    /// A value exceeds SQLite's limits.
    case tooBig
    /// `interrupt` was called.
    case interrupted
    /// Any other code; the number tells.
    case other
  }

  /// The kind of refusal.
  public let code: Code
  /// SQLite's extended result code.
  public let extendedCode: Int32
  /// SQLite's words.
  public let message: String
  /// The SQL text at fault; empty when there was none.
  public let statement: String

  /// An error from a result code.
  ///
  /// - Parameter systemCode: the system's word for what failed, `errno`; 0 when it said none.
  init(extendedCode: Int32, message: String, statement: String, systemCode: Int32 = 0) {
    self.extendedCode = extendedCode
    self.message = message
    self.statement = statement
    code =
      Self.saysNoRoom(extendedCode, systemCode) ? .full : Code(primary: extendedCode & 0xFF)
  }

  /// What a full disk is called beside SQLITE_FULL: the shared memory beside the write-ahead log could not be
  /// enlarged, which SQLite gives a code of its own, or a file could not be opened, written or cut, and the
  /// system says that there is no room. A failed sync is none: what it was about may be lost.
  private static func saysNoRoom(_ extendedCode: Int32, _ systemCode: Int32) -> Bool {
    // The extended codes are macros made of shifts, not imported.
    let (write, cut, sharedMemory) = (3 as Int32, 6 as Int32, 19 as Int32)
    let isNoRoom = systemCode == ENOSPC || systemCode == EDQUOT
    switch extendedCode & 0xFF {
    case SQLITE_CANTOPEN: return isNoRoom
    case SQLITE_IOERR:
      let kind = extendedCode >> 8
      return kind == sharedMemory || isNoRoom && (kind == write || kind == cut)
    default: return false
    }
  }

  /// What our own checks of a file's content report.
  static let corruptCode = SQLITE_CORRUPT

  /// True for a broken UNIQUE rule.
  public var isUniqueViolation: Bool {
    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY are macros made of shifts, not imported.
    extendedCode == SQLITE_CONSTRAINT | (8 << 8) || extendedCode == SQLITE_CONSTRAINT | (6 << 8)
  }

  /// `SQLite full (13): database or disk is full, in: COMMIT`.
  public var description: String {
    "SQLite \(code.rawValue) (\(extendedCode)): \(message)" + (statement.isEmpty ? "" : ", in: \(statement)")
  }

  /// Same extended code.
  public static func == (left: Self, right: Self) -> Bool { left.extendedCode == right.extendedCode }
}

extension SQLiteError.Code {
  fileprivate init(primary: Int32) {
    self =
      switch primary {
      case SQLITE_FULL: .full
      case SQLITE_BUSY: .busy
      case SQLITE_LOCKED: .locked
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_READONLY: .readOnly
      case SQLITE_CANTOPEN: .cannotOpen
      case SQLITE_IOERR: .inputOutput
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_TOOBIG: .tooBig
      case SQLITE_INTERRUPT: .interrupted
      default: .other
      }
  }
}
