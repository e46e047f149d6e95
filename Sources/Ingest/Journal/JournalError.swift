/// Why the journal or its directory cannot do what was asked: a code to branch on and one paragraph
/// that says what to do. No event, key or secret is in it.
///
/// Two errors are equal when their codes agree.
public struct JournalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The directory or a file in it cannot be created or written.
    case notWritable
    /// Another process works on the directory.
    case inUse
    /// The file was written by a newer version of this program.
    case newerVersion
    /// The file is damaged, or is no journal.
    case corrupt
    /// No room on the disk.
    case full
    /// An idempotency key was journaled twice: a bug upstream.
    case duplicateIntent
    /// A commit failed for another reason; nothing may be written any more.
    case writeFailed
    /// A read failed, or an event cannot be understood.
    case unreadable
    /// A read took longer than its asker waits.
    case timedOut
    /// The inbox is full.
    case overloaded
    /// The journal was stopped, or had failed before.
    case stopped
  }

  /// The kind of failure.
  public let code: Code
  /// What happened and what to do.
  public let message: String

  /// Memberwise.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
  /// Same code.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension JournalError {
  /// What opening or writing a file ended in.
  init(_ error: SQLiteError, writing path: String) {
    switch error.code {
    case .full:
      self.init(.full, "No room is left to write \(path) (\(error)). Make room on the disk.")
    case .corrupt, .notADatabase:
      self = .corrupt(path, "\(error)")
    case .readOnly, .cannotOpen:
      self.init(
        .notWritable,
        "\(path) cannot be written (\(error)). Check that the directory exists and that owner and "
          + "permissions of its files allow this user to write.")
    case .busy, .locked:
      self.init(
        .inUse,
        "\(path) is locked by another program (\(error)). End what has it open for writing, such as a "
          + "SQLite shell, and start again.")
    case .inputOutput, .constraint, .tooBig, .interrupted, .other:
      self.init(
        .writeFailed,
        "Writing \(path) failed (\(error)). Nothing after the last acknowledged commit is in it; check "
          + "the disk, then start again.")
    }
  }

  /// What reading a file ended in.
  init(_ error: SQLiteError, reading path: String) {
    switch error.code {
    case .corrupt, .notADatabase: self = .corrupt(path, "\(error)")
    case .full:
      self.init(.full, "No room is left for what reading \(path) needs (\(error)). Make room on the disk.")
    case .busy, .locked, .readOnly, .cannotOpen, .inputOutput, .constraint, .tooBig, .interrupted,
      .other:
      self.init(.unreadable, "\(path) cannot be read (\(error)).")
    }
  }

  static func corrupt(_ path: String, _ detail: String) -> JournalError {
    JournalError(
      .corrupt,
      "\(path) is damaged or is no journal of ours (\(detail)). Keep a copy of it together with its -wal "
        + "file, then restore the newest backup into an empty directory (sextant restore FILE --data DIR) "
        + "and start with that one, or start with an empty directory.")
  }

  static var tablesBusy: JournalError {
    JournalError(.overloaded, "The inbox of the tables is full or closed; try again.")
  }

  static func backup(_ path: String) -> JournalError {
    JournalError(
      .corrupt,
      "\(path) is a backup, not the journal of a data directory. It was not touched. Restore it into an "
        + "empty directory: sextant restore FILE --data DIR.")
  }

  static func newer(_ path: String, found: Int64, known: Int64) -> JournalError {
    JournalError(
      .newerVersion,
      "\(path) was written by a newer version (schema \(found), this program knows up to \(known)). It "
        + "was not touched. Run the newer program, or point this one to another data directory.")
  }
}
