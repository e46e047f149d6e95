internal import Ingest

/// Why a question to the tables has no answer.
///
/// Two errors are equal when their codes agree.
public struct QueryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller branches on.
  public enum Code: String, Sendable, CaseIterable {
    /// The file or its tables are not there yet: the service is starting.
    case notReady
    /// As many questions wait as may wait, or the thread has stopped.
    case busy
    /// It took longer than the limit, waiting included.
    case timedOut
    /// More rows than may be held at once.
    case tooManyRows
    /// No such query in the catalogue, or a broken one.
    case unknownQuery
    /// SQLite refused.
    case failed
  }

  /// The kind of failure.
  public let code: Code
  /// For the log; may hold SQL, no bound value.
  public let message: String

  /// An error of a kind.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What SQLite's refusal means here: what is not there yet comes, what is locked gets free.
  init(_ error: SQLiteError) {
    let code: Code =
      switch error.code {
      case .cannotOpen: .notReady
      case .other where error.message.hasPrefix("no such table"): .notReady
      case .busy, .locked: .busy
      case .interrupted: .timedOut
      case .full, .corrupt, .notADatabase, .readOnly, .inputOutput, .constraint, .tooBig, .other: .failed
      }
    self.init(code, error.description)
  }

  /// `timedOut: …`.
  public var description: String { "\(code.rawValue): \(message)" }

  /// Same code.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
