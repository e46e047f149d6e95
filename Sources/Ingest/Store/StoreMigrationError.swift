/// Why a server's tables could not be made what rows need.
public struct StoreMigrationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller branches on.
  public enum Code: String, Sendable, CaseIterable {
    /// The server refused a statement, or went away: `cause` has its words.
    case server
    /// A file was changed after it had been applied.
    case editedMigration
    /// A newer version of this program has changed the tables.
    case newerSchema
    /// What is there cannot take our rows, and no file changes that: `faults` says what does.
    case unfit
    /// QuestDB has accepted the changes and not applied them in time.
    case notApplied
  }

  /// The kind of failure.
  public let code: Code
  /// What happened and what to do.
  public let message: String
  /// Of `unfit`, and of `notApplied` when the server says why.
  public let faults: [StoreFault]
  /// Of `server`.
  public let cause: PostgresError?

  init(_ code: Code, _ message: String, faults: [StoreFault] = [], cause: PostgresError? = nil) {
    self.code = code
    self.message = message
    self.faults = faults
    self.cause = cause
  }

  /// The server's refusal, with the file or the step it came in.
  init(_ cause: PostgresError, in step: String) {
    self.init(.server, "\(step): \(cause)", cause: cause)
  }

  /// Faults that stay after every file has been applied; the first eight are in the message.
  static func unfit(_ faults: [StoreFault]) -> Self {
    let shown = faults.prefix(8).map { "\n  \($0)" }.joined()
    let rest = faults.count > 8 ? "\n  and \(faults.count - 8) more" : ""
    return Self(.unfit, "The tables cannot take our rows:\(shown)\(rest)", faults: faults)
  }

  /// The message.
  public var description: String { message }
}
