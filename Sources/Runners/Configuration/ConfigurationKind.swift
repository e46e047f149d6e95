import Platform
public import Primitives

/// What values a key of the configuration takes. The check is the same wherever the value comes from.
public enum ConfigurationKind: Sendable {
  /// Text of a form of its own: the check says what is wrong with it, nil when nothing is.
  case text(@Sendable (String) -> String?)
  /// The same, which may be written as a number too.
  case textOrNumber(@Sendable (String) -> String?)
  /// A whole number in a range.
  case whole(ClosedRange<Int>)
  /// An exact decimal from the first to the second, both allowed.
  case decimal(Fixed, Fixed)
  /// One of these words.
  case choice([String])
  /// `true` or `false`.
  case truth
  /// Texts, at most so many, each checked.
  case list(cap: Int, @Sendable (String) -> String?)

  /// What is wrong with a value's text, or nil.
  func fault(in text: String) -> String? {
    guard !text.utf8.contains(0) else { return "must not hold a NUL character" }
    switch self {
    case .text(let check), .textOrNumber(let check), .list(_, let check): return check(text)
    case .whole(let range):
      if let number = Int(text), range.contains(number) { return nil }
      return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .decimal(let least, let most):
      let rule = "must be a decimal from \(least) to \(most)"
      do throws(FixedError) {
        let number = try Fixed(parsing: text)
        return number >= least && number <= most ? nil : rule
      } catch { return "\(rule): \(error)" }
    case .truth: return ["true", "false"].contains(text) ? nil : "must be true or false"
    case .choice(let words):
      if words.contains(text) { return nil }
      let hint = Suggestion.nearest(to: text, in: words).map { " (did you mean '\($0)'?)" } ?? ""
      return "must be one of \(words.joined(separator: ", "))\(hint)"
    }
  }

  /// The kind of value the file must have, in words.
  var inWords: String {
    switch self {
    case .text, .choice: "a text"
    case .textOrNumber: "a text or a number"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .decimal(let least, let most): "a decimal from \(least) to \(most)"
    case .truth: "true or false"
    case .list: "an array of texts"
    }
  }

  /// The text of a value as the file has it; nil for another kind of value.
  func text(of node: JSON5Node) -> String? {
    switch (self, node.content) {
    case (.text, .string(let text)), (.choice, .string(let text)), (.list, .string(let text)): text
    case (.textOrNumber, .string(let text)), (.decimal, .string(let text)): text
    case (.whole, .number), (.decimal, .number), (.textOrNumber, .number):
      node.decimalText.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 }
    case (.truth, .bool(let value)): "\(value)"
    default: nil
    }
  }

  /// Whether its option takes no value.
  var isFlag: Bool { if case .truth = self { true } else { false } }

  /// Whether it stands without quotes in a file.
  func isBare(_ text: String) -> Bool {
    switch self {
    case .whole, .decimal, .truth: true
    case .textOrNumber: Int(text) != nil
    case .text, .choice, .list: false
    }
  }
}
