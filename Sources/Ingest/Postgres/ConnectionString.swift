internal import Platform

/// How to reach a server, as libpq takes it: `host=… port=…` words or a `postgresql://` URI.
///
/// It keeps its password and shows it nowhere: not in `description`, not in `dump`, not in the errors of
/// the connections made with it.
public struct ConnectionString: Sendable, Hashable {
  /// A keyword with its value.
  struct Word: Sendable, Hashable {
    let keyword: String
    var value: String
  }

  /// What was said, in libpq's order of keywords.
  private(set) var words: [Word]

  /// Longest text taken, in bytes.
  static let sizeLimit = 16_384
  /// Longest password file, in bytes.
  static let passwordFileLimit = 4_096

  /// Keywords that name a server; one of them must be there.
  static let serverKeywords: Set<String> = ["host", "hostaddr", "service"]

  /// Keywords whose values are shown nowhere.
  static let secretKeywords: Set<String> = ["password", "sslpassword"]

  /// Reads the words.
  ///
  /// - Throws: `.badConnectionString`, naming the keyword at fault and never a value. A text that names no
  ///   server is at fault too: libpq would go to whatever it finds on this machine.
  public init(_ text: String) throws(PostgresError) {
    words = try Self.parse(text)
    guard words.contains(where: { Self.serverKeywords.contains($0.keyword) && !$0.value.isEmpty }) else {
      throw PostgresError(.badConnectionString, "it names no server: host= is missing")
    }
  }

  /// The same with another password, as read from a password file.
  public func withPassword(_ password: String) -> Self {
    var copy = self
    copy.words.removeAll { $0.keyword == "password" }
    copy.words.append(Word(keyword: "password", value: password))
    return copy
  }

  /// The password in a file: its first line, without the end of the line.
  ///
  /// - Throws: `.badConnectionString` when the file cannot be read, holds no password or a NUL
  ///   character, or is longer than 4,096 bytes.
  public static func password(file: String) throws(PostgresError) -> String {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(file, maxBytes: passwordFileLimit)
    } catch {
      throw PostgresError(.badConnectionString, "password file: \(error)")
    }
    var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty else {
      throw PostgresError(.badConnectionString, "password file: the first line of \(file) is empty")
    }
    guard !line.contains(0), let password = String(validating: line, as: UTF8.self) else {
      throw PostgresError(.badConnectionString, "password file: the first line of \(file) is not text")
    }
    return password
  }

  /// The value given for a keyword; nil when none was given, and for passwords.
  public func value(_ keyword: String) -> String? {
    guard !Self.secretKeywords.contains(keyword) else { return nil }
    return words.first { $0.keyword == keyword }?.value
  }

  /// True when it brings a password of its own.
  public var hasPassword: Bool { !secrets.isEmpty }

  /// The secrets, to be kept out of messages.
  var secrets: [String] {
    words.filter { Self.secretKeywords.contains($0.keyword) }.map(\.value)
  }
}

extension ConnectionString: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `host=127.0.0.1 port=8812 user=admin`: every word but the passwords.
  public var description: String {
    shownWords.map { "\($0.keyword)=\(Self.quoted($0.value))" }.joined(separator: " ")
  }

  /// The same as `description`.
  public var debugDescription: String { description }

  /// The words shown, for `dump` and debuggers.
  public var customMirror: Mirror {
    Mirror(self, children: shownWords.map { ($0.keyword as String?, $0.value as Any) }, displayStyle: .struct)
  }

  private var shownWords: [Word] { words.filter { !Self.secretKeywords.contains($0.keyword) } }

  private static func quoted(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }
    if isPlain && !value.isEmpty { return value }
    let escaped = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "'" + String(escaped) + "'"
  }
}
