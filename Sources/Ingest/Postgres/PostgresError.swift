/// Why a server, or the way to it, refused something.
///
/// It never holds a password: where one occurs in a server's words it is replaced by `***`.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller branches on.
  public enum Code: String, Sendable, CaseIterable {
    /// The connection string cannot be read or holds a value libpq does not take.
    case badConnectionString
    /// No connection: refused, unreachable, the name unknown, the server full or starting.
    case cannotConnect
    /// The server is there and takes no such user, password or database.
    case refusedLogin
    /// Something answered that does not speak PostgreSQL's protocol.
    case notThisProtocol
    /// The connection is gone; what became of the last message is unknown.
    case lost
    /// No answer within the time allowed; the connection is closed.
    case timedOut
    /// The interrupt was raised; the connection is closed.
    case interrupted
    /// The server refused a statement; the connection lives.
    case server
  }

  /// The kind of refusal.
  public let code: Code
  /// Five characters; nil when the server gave none, or QuestDB's meaningless `00000`.
  public let sqlState: String?
  /// The server's words or ours: one line, at most 1,024 bytes.
  public let message: String

  /// Longest message, in bytes.
  static let messageLimit = 1_024

  /// An error whose message is made one line and cut to the limit.
  init(_ code: Code, _ message: String, sqlState: String? = nil) {
    self.code = code
    self.sqlState = sqlState == "00000" ? nil : sqlState
    self.message = ServerText.oneLine(message)
  }

  /// True when the connection cannot be used any more.
  public var endsConnection: Bool {
    switch code {
    case .badConnectionString, .cannotConnect, .refusedLogin, .notThisProtocol: true
    case .lost, .timedOut, .interrupted: true
    case .server: false
    }
  }

  /// `refusedLogin (28P01): password authentication failed for user "sextant"`.
  public var description: String {
    "\(code.rawValue)\(sqlState.map { " (\($0))" } ?? ""): \(message)"
  }
}
