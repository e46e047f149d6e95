import Foundation

/// A text file of the repository, as the rules see it.
struct SourceText: Sendable {
  /// Relative to the repository, `/` between parts.
  let path: String
  /// Lines as written.
  let lines: [String]
  /// The same lines with comments and the insides of strings blanked, so that only code is left. For a file
  /// that is not Swift the lines as written.
  let code: [String]
  /// All of `lines` and all of `code`, to tell quickly that something is nowhere in them.
  private let allText: Data
  private let allCode: Data

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if path.hasSuffix(".swift") {
      code = CodeOnly.lines(of: text)
    } else {
      code = lines
    }
    allText = Data(text.utf8)
    allCode = code == lines ? allText : Data(code.joined(separator: "\n").utf8)
  }

  /// Whether any line of code contains one of these texts.
  func mentions(_ words: String...) -> Bool {
    words.contains { allCode.range(of: Data($0.utf8)) != nil }
  }

  /// Whether any line, comments and strings included, contains one of these texts.
  func says(_ words: [String]) -> Bool {
    words.contains { allText.range(of: Data($0.utf8)) != nil }
  }

  /// Whether it is Swift.
  var isSwift: Bool { path.hasSuffix(".swift") }

  /// Whether it lies in one of these folders.
  func isIn(_ folders: String...) -> Bool {
    folders.contains { path.hasPrefix($0 + "/") }
  }

  /// Whether line `index` carries the marker with a reason: the only way past a rule.
  func isExcused(_ index: Int) -> Bool {
    guard index < lines.count, let marker = lines[index].range(of: "// tidy-ok:") else { return false }
    return lines[index][marker.upperBound...].contains { !$0.isWhitespace }
  }
}
