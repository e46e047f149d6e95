public import Platform

/// One key of the configuration: everything that is known of it, for reading, help, printing and reload.
public struct ConfigurationEntry: Sendable {
  /// When a change of the file counts.
  public enum Change: Sendable {
    /// With the next SIGHUP.
    case live
    /// With the next start.
    case restart
  }

  /// Sections and key, such as `http.port`; within a list from its element on.
  public let path: String
  /// What values it takes.
  public let kind: ConfigurationKind
  /// The value when nobody gives one; nil when there is none.
  public let standard: String?
  /// The option of the command line that sets it; nil when it has none.
  public let option: String?
  /// When a change counts.
  public let change: Change
  /// Its value is shown nowhere.
  public let isSecret: Bool
  /// What it means, one or two sentences without a full stop.
  public let help: String
  /// How help and the example show a value where there is no standard.
  public let example: String
  /// When it may be given, for one that goes with some others only; the example shows it so.
  let condition: String

  init(
    _ path: String, _ kind: ConfigurationKind, _ standard: String?, option: String? = nil,
    change: Change = .restart, isSecret: Bool = false, help: String, example: String = "",
    condition: String = ""
  ) {
    self.path = path
    self.kind = kind
    self.standard = standard
    self.option = option
    self.change = change
    self.isSecret = isSecret
    self.help = help
    self.example = example
    self.condition = condition
  }

  /// The last part of the path.
  var key: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// The variable that sets it: by its option where it has one, else by its path.
  public var environmentName: String {
    if let commandOption { return commandOption.environmentName }
    return "SEXTANT_" + String(path.uppercased().map { $0 == "." ? "_" : $0 })
  }

  /// The option of the command line, made from the same checks; nil when it has none.
  public var commandOption: Command.Option? {
    guard let option else { return nil }
    let kind: Command.Option.Kind =
      switch self.kind {
      case .text(let check), .textOrNumber(let check), .list(_, let check): .checked(check)
      case .decimal: .checked { [kind] in kind.fault(in: $0) }
      case .whole(let range): .int(range)
      case .choice(let words): .choice(words)
      case .truth: .flag
      }
    let repeats = if case .list = self.kind { true } else { false }
    return Command.Option(
      option, kind, help: help, placeholder: placeholder, defaultValue: self.kind.isFlag ? nil : standard,
      repeats: repeats,
      isSecret: isSecret)
  }

  private var placeholder: String? {
    switch kind {
    case .text, .textOrNumber, .decimal, .list: example.isEmpty ? nil : example
    case .whole, .choice, .truth: nil
    }
  }
}
