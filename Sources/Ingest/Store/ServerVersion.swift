internal import Desk

/// A server's version, by its text.
struct ServerVersion: Hashable, Comparable {
  let major: Int
  let minor: Int
  let patch: Int

  /// QuestDB before it answered pipelined transactions as the writer needs them.
  static let oldestQuestDB = ServerVersion(major: 8, minor: 2, patch: 0)
  /// PostgreSQL before a partition could be attached beside running queries.
  static let oldestPostgres = ServerVersion(major: 12, minor: 0, patch: 0)

  init(major: Int, minor: Int, patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// The first dotted number in a text, `Build Information: QuestDB 9.3.4, JDK 17…`; nil without one, as
  /// in a build of QuestDB's own developers.
  init?(in text: String) {
    for word in text.split(whereSeparator: { " ,()".contains($0) }) {
      let parts = word.split(separator: ".").map { Int($0.prefix { $0.isASCII && $0.isNumber }) }
      guard parts.count >= 2, let major = parts[0], let minor = parts[1] else { continue }
      self.init(major: major, minor: minor, patch: (parts.count > 2 ? parts[2] : nil) ?? 0)
      return
    }
    return nil
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  /// A server that is another kind of program, or too old; nil when the writer can use it.
  ///
  /// - Parameter text: what `SELECT version()` answers; QuestDB calls itself PostgreSQL there, and QuestDB
  ///   at the end.
  /// - Parameter build: what QuestDB's `build()` answers; empty for PostgreSQL.
  static func fault(_ kind: StoreKind, version text: String, build: String) -> StoreFault? {
    let isQuestDB = text.contains("QuestDB") || build.contains("QuestDB")
    let other: StoreKind = kind == .questdb ? .postgres : .questdb
    if isQuestDB != (kind == .questdb) {
      return StoreFault(
        .otherServer, problem: "The server is not \(kind.title) but \(other.title)",
        repair: "give its address with --\(other.rawValue)")
    }
    let oldest = kind == .questdb ? oldestQuestDB : oldestPostgres
    guard let version = ServerVersion(in: kind == .questdb ? build : text), version < oldest else {
      return nil
    }
    return StoreFault(
      .tooOldServer, problem: "\(kind.title) \(version) is older than \(oldest)",
      repair: "install \(kind.title) \(oldest) or newer")
  }
}

extension ServerVersion: CustomStringConvertible {
  /// `9.3.4`.
  var description: String { "\(major).\(minor).\(patch)" }
}
