/// A refusal, in a code to count by and in words.
public struct Rejection: Hashable, Sendable {
  /// Canonical upper-case code (S3-DEC-05).
  public let code: String
  /// For people: names the value and the limit.
  public let message: String
  /// Memberwise.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
