import Primitives

/// A bearer token as the service keeps it: its name, what it may do and its hash, never itself.
public struct AccessToken: Sendable, Equatable {
  /// Longest token that is looked at, bytes.
  static let maxLength = 512

  /// For logs and the record of commands; 1 to 64 of `a-z A-Z 0-9 . _ -`.
  public let name: String
  /// What it may do.
  public let scope: AccessScope
  /// SHA-256 of the token, 32 bytes.
  let digest: [UInt8]

  /// A token by its hash.
  init(name: String, scope: AccessScope, digest: [UInt8]) {
    self.name = name
    self.scope = scope
    self.digest = digest
  }

  /// A token by its text.
  public init(name: String, scope: AccessScope, token: String) {
    self.init(name: name, scope: scope, digest: SHA256.hash(token))
  }

  /// Whether a hash is this token's, in a time that does not depend on where they differ.
  func matches(_ other: [UInt8]) -> Bool { Self.areEqual(digest, other) }

  /// Compares all of two hashes, wherever they differ first.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
