/// Why journal and store could not be compared: a code to branch on and one sentence. No secret is in it.
///
/// Two errors are equal when their codes agree.
public struct VerifyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The journal cannot be read.
    case journal
    /// The temporary database cannot be written.
    case scratch
    /// The store does not answer, or not as it should.
    case store
    /// It was asked to stop.
    case interrupted
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

  init(_ error: JournalError) { self.init(.journal, error.message) }

  init(_ error: SQLiteError) {
    self.init(
      .scratch,
      "The temporary database of the comparison failed (\(error)). It lies where TMPDIR says: make room "
        + "there, or set TMPDIR to a directory that has some.")
  }

  /// The message.
  public var description: String { message }
  /// Same code.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
