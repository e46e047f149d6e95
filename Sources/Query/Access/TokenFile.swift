internal import Platform

/// The tokens file: a line `NAME SCOPE SHA256` for each token, `#` begins a comment.
///
/// The third word is the hash as 64 hexadecimal digits: `printf %s "$TOKEN" | sha256sum`. So neither the
/// file nor a copy of it lets anybody in.
public enum TokenFile {
  /// Most tokens in a file: each is compared at every request.
  public static let maxTokens = 100
  /// Largest file, bytes.
  static let maxBytes = 64 << 10

  /// What is wrong with a tokens file. It repeats nothing but names: any other word may be a token that
  /// was not hashed.
  public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Every fault with file and line, one a line.
    public let description: String
  }

  /// The tokens of a file.
  ///
  /// - Throws: `Fault` with all faults at once, or a `FileError`: unreadable, or readable by others.
  public static func read(_ path: String) throws -> [AccessToken] {
    try parse(try Files.readPrivate(path, maxBytes: maxBytes), file: path)
  }

  static func parse(_ bytes: [UInt8], file: String) throws(Fault) -> [AccessToken] {
    var tokens: [AccessToken] = []
    var faults: [String] = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
      let words = text.split { $0.isWhitespace }.map(String.init)
      if words.isEmpty { continue }
      switch token(words) {
      case .failure(let problem): faults.append("\(file):\(index + 1): \(problem.description)")
      case .success(let token):
        if tokens.contains(where: { $0.name == token.name }) {
          faults.append("\(file):\(index + 1): the name \(token.name) is given twice")
        } else if tokens.count == maxTokens {
          throw Fault(description: "\(file):\(index + 1): more than \(maxTokens) tokens")
        } else {
          tokens.append(token)
        }
      }
    }
    if faults.isEmpty, tokens.isEmpty { faults.append("\(file): no token in it; a line is \(form)") }
    if faults.isEmpty { return tokens }
    throw Fault(description: faults.prefix(20).joined(separator: "\n"))
  }

  private static let form = "NAME read|trade|admin SHA256-OF-THE-TOKEN"

  private static func token(_ words: [String]) -> Result<AccessToken, Fault> {
    guard words.count == 3 else { return .failure(Fault(description: "a line is \(form)")) }
    let isPlain = words[0].utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isPlain, words[0].utf8.count <= 64 else {
      return .failure(Fault(description: "the name is 1 to 64 of a-z A-Z 0-9 . _ -"))
    }
    guard !AccessGate.ownNames.contains(words[0]) else {
      return .failure(Fault(description: "the name \(words[0]) is the service's own"))
    }
    guard let scope = AccessScope(rawValue: words[1]) else {
      return .failure(Fault(description: "the second word is the scope: read, trade or admin"))
    }
    guard let digest = digest(words[2]) else {
      return .failure(
        Fault(description: "the third word is not 64 hexadecimal digits, the SHA-256 of the token"))
    }
    return .success(AccessToken(name: words[0], scope: scope, digest: digest))
  }

  private static func digest(_ text: String) -> [UInt8]? {
    let digits = text.utf8.map { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    let values = digits.compactMap(\.self)
    guard digits.count == 64, values.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}
