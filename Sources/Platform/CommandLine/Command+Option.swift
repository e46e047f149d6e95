extension Command {
  /// A named value or flag.
  public struct Option: Sendable {
    /// What values are allowed.
    public enum Kind: Sendable {
      /// No value: given or not.
      case flag
      /// Any text that is not empty.
      case text
      /// A whole number in a range.
      case int(ClosedRange<Int>)
      /// A decimal such as `-12.50`, kept as its text.
      case decimal
      /// Text of a form of its own: the check says what is wrong with a value, nil when nothing is.
      case checked(@Sendable (String) -> String?)
      /// One of these words.
      case choice([String])
    }

    /// The name without dashes, lower case with `-` between words.
    public var name: String
    /// What values are allowed.
    public var kind: Kind
    /// What it means, one or two sentences.
    public var help: String
    /// How the help text calls the value; made from the kind when `nil`.
    public var placeholder: String?
    /// The value when neither arguments nor environment have one.
    public var defaultValue: String?
    /// Must be given, in the arguments or the environment.
    public var isRequired: Bool
    /// May be given several times (in the environment: separated by commas).
    public var repeats: Bool
    /// Its value appears in no fault text.
    public var isSecret: Bool

    /// An option, single and not required unless said otherwise.
    public init(
      _ name: String, _ kind: Kind, help: String, placeholder: String? = nil, defaultValue: String? = nil,
      isRequired: Bool = false, repeats: Bool = false, isSecret: Bool = false
    ) {
      self.name = name
      self.kind = kind
      self.help = help
      self.placeholder = placeholder
      self.defaultValue = defaultValue
      self.isRequired = isRequired
      self.repeats = repeats
      self.isSecret = isSecret
    }

    /// The variable that stands in for it: `SEXTANT_DATA_DIR` for `data-dir`.
    public var environmentName: String {
      "SEXTANT_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    var isFlag: Bool {
      if case .flag = kind { true } else { false }
    }

    var valueName: String {
      if let placeholder { return placeholder }
      switch kind {
      case .flag: return ""
      case .text: return "text"
      case .int: return "number"
      case .decimal: return "decimal"
      case .checked: return "text"
      case .choice(let words): return words.joined(separator: "|")
      }
    }

    /// What is wrong with a value, or `nil` when nothing is.
    func fault(in value: String) -> String? {
      switch kind {
      case .flag:
        if Self.truth(of: value) != nil { return nil }
        return "is a flag: true or false"
      case .text: return value.isEmpty ? "must not be empty" : nil
      case .int(let range):
        if let number = Int(value), range.contains(number) { return nil }
        return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .decimal:
        let isDecimal = value.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?/) != nil
        return isDecimal ? nil : "must be a decimal number such as 12.50"
      case .checked(let fault): return fault(value)
      case .choice(let words):
        if words.contains(value) { return nil }
        let hint = Suggestion.nearest(to: value, in: words).map { " (did you mean '\($0)'?)" } ?? ""
        return "must be one of \(words.joined(separator: ", "))\(hint)"
      }
    }

    static func truth(of text: String) -> Bool? {
      switch text.lowercased() {
      case "1", "true", "yes", "on": true
      case "0", "false", "no", "off", "": false
      default: nil
      }
    }
  }
}
