internal import Ingest

/// Why a statement given by hand was not run, or not to its end.
///
/// Two errors are equal when their codes agree.
public struct SQLRunnerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller branches on.
  public enum Code: String, Sendable, CaseIterable {
    /// The file cannot be opened, or is no database.
    case noDatabase
    /// Not exactly one statement.
    case notOneStatement
    /// Not a reading statement.
    case notReadOnly
    /// A parameter that is not named, or one the statement does not have.
    case badParameter
    /// SQLite refused it.
    case refused
    /// The rows could not be handed on.
    case outputFailed
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence for whoever wrote the statement.
  public let message: String

  /// An error of a kind.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: SQLiteError) {
    switch error.code {
    case .readOnly: self = Self.notReadOnly
    case .cannotOpen, .notADatabase, .corrupt: self.init(.noDatabase, error.message)
    case .full, .busy, .locked, .inputOutput, .constraint, .tooBig, .interrupted, .other:
      self.init(.refused, error.message)
    }
  }

  init(_ fault: SQLText.Fault) {
    switch fault {
    case .empty: self.init(.notOneStatement, "there is no statement")
    case .secondStatement:
      self.init(.notOneStatement, "a second statement stands behind the first; give one at a time")
    case .unterminated: self.init(.notOneStatement, "a quote or a comment is not closed")
    case .unnamedParameter: self.init(.badParameter, "parameters need names here: :since, not ?")
    }
  }

  static let notReadOnly = SQLRunnerError(
    .notReadOnly, "only reading is allowed: a statement begins with SELECT, WITH, VALUES or EXPLAIN")

  /// The sentence.
  public var description: String { message }

  /// Same code.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
