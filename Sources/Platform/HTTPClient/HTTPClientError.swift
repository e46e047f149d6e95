/// Why a request had no answer.
public struct HTTPClientError: Error, Sendable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable {
    /// The address is none we understand.
    case badAddress
    /// Nobody listens there, or the name is not known.
    case unreachable
    /// The other side did not answer in time.
    case timedOut
    /// The connection ended before the answer did.
    case closed
    /// What came back is no HTTP.
    case malformed
    /// The answer is larger than is read.
    case tooLarge
  }

  /// The kind of fault.
  public let code: Code
  /// One sentence; never a token.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
