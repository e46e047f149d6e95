import Glibc
import Testing

/// One habit of the house that a machine can check.
struct Rule: Sendable, CustomTestStringConvertible {
  /// What must not be.
  let name: String
  /// What to do instead.
  let instead: String
  /// A made-up repository in which the rule finds something: the proof that it can fail.
  let bad: [String: String]
  /// Where it is broken: path and line from 0.
  let find: @Sendable (Repository) -> [(path: String, line: Int)]

  var testDescription: String { name }

  /// Every place where it is broken and no marker excuses it, as `path:line: what; instead`.
  func findings(in repository: Repository) -> [String] {
    let places = find(repository).filter { place in
      !repository.files.contains { $0.path == place.path && $0.isExcused(place.line) }
    }
    return places.map { "\($0.path):\($0.line + 1): \(name); \(instead)" }
  }
}

extension Rule {
  /// A rule that looks at one file at a time.
  static func perFile(
    _ name: String, instead: String, in covers: @escaping @Sendable (SourceText) -> Bool,
    bad: [String: String], find: @escaping @Sendable (SourceText) -> [Int]
  ) -> Rule {
    Rule(name: name, instead: instead, bad: bad) { repository in
      repository.files.filter(covers).flatMap { file in find(file).map { (file.path, $0) } }
    }
  }

  /// A rule that looks at one line of code at a time.
  static func perLine(
    _ name: String, instead: String, in covers: @escaping @Sendable (SourceText) -> Bool,
    bad: [String: String], breaks: @escaping @Sendable (String) -> Bool
  ) -> Rule {
    perFile(name, instead: instead, in: covers, bad: bad) { file in
      file.code.indices.filter { breaks(file.code[$0]) }
    }
  }

  /// A rule against words; a word that begins with a letter is found only where no name runs on into it, one
  /// that ends with a letter only where none runs on out of it.
  static func words(
    _ words: [String], instead: String, in covers: @escaping @Sendable (SourceText) -> Bool, at path: String
  ) -> [Rule] {
    words.map { word in
      perLine(
        word, instead: instead, in: { covers($0) && $0.mentions(word) }, bad: [path: "let x = \(word)\n"]
      ) { $0.contains(word: word) }
    }
  }
}

extension String {
  /// Whether `word` occurs as a word of its own. By `strstr`: a debug build asks this millions of times.
  func contains(word: String) -> Bool {
    withCString { line in
      word.withCString { wanted in
        let length = strlen(wanted)
        var from = line
        while length > 0, let found = strstr(from, wanted) {
          let runsOn =
            UInt8(bitPattern: found[length]).isNamePart && UInt8(bitPattern: found[length - 1]).isNamePart
          let runsIn =
            found > line && UInt8(bitPattern: found[-1]).isNamePart && UInt8(bitPattern: found[0]).isNamePart
          if !runsOn && !runsIn { return true }
          from = UnsafePointer(found) + 1
        }
        return false
      }
    }
  }
}

extension UInt8 {
  /// Letters, digits, underscore, and every byte of a character beyond ASCII.
  var isNamePart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
    default: false
    }
  }
}
