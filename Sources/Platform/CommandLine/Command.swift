/// A command of the program as data: its options, operands and subcommands.
///
/// Parser, help text and suggestions all read this one description, so they cannot disagree. Options of
/// a command hold for its subcommands too.
public struct Command: Sendable {
  /// What is typed to choose it.
  public var name: String
  /// One line for the list of commands.
  public var summary: String
  /// More for its own help page; may be empty.
  public var discussion: String
  /// Named values.
  public var options: [Option]
  /// Values by position, in order; only the last may repeat.
  public var operands: [Operand]
  /// Commands below this one.
  public var subcommands: [Command]

  /// A command. One with subcommands takes no operands of its own.
  public init(
    name: String, summary: String, discussion: String = "", options: [Option] = [],
    operands: [Operand] = [], subcommands: [Command] = []
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.options = options
    self.operands = operands
    self.subcommands = subcommands
  }

  /// A value by position.
  public struct Operand: Sendable {
    /// How the help text calls it.
    public var name: String
    /// What it means.
    public var help: String
    /// May be left out.
    public var isOptional: Bool
    /// Takes all that follows; the last operand only.
    public var repeats: Bool

    /// An operand, required and single unless said otherwise.
    public init(_ name: String, help: String, isOptional: Bool = false, repeats: Bool = false) {
      self.name = name
      self.help = help
      self.isOptional = isOptional
      self.repeats = repeats
    }
  }

  /// What reading the arguments came to.
  public enum Outcome: Sendable {
    /// Run the command at this path (names below the program's own), with these values.
    case run(path: [String], values: CommandValues)
    /// Help was asked for, or a command is missing: print this and end well.
    case help(String)
    /// Everything that is wrong, one sentence each: print and end with code 64.
    case faults([String])
  }

  /// Reads the arguments (without the program's name). Pure: it looks at nothing else.
  ///
  /// - Parameter environment: where an option that was not given is looked up, as
  ///   `SEXTANT_<NAME>` in capitals with `_` for `-`.
  public func parse(arguments: [String], environment: [String: String]) -> Outcome {
    var parser = CommandParser(root: self, environment: environment)
    return parser.parse(arguments)
  }
}
