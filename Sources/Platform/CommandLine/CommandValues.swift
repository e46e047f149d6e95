/// What the arguments, the environment and the defaults say, already checked against the options.
///
/// Asking for a name the command does not declare answers as if it was not given.
public struct CommandValues: Sendable, Equatable {
  /// Where the value of an option comes from.
  public enum Source: Sendable, Equatable {
    /// It was given.
    case argument
    /// It stands in the environment.
    case environment
    /// Neither: the option's default.
    case standard
  }

  var sources: [String: Source] = [:]
  var values: [String: [String]] = [:]
  var flags: Set<String> = []

  /// Values by position, in order.
  public internal(set) var operands: [String] = []

  init() {}

  /// Where an option's value comes from; nil when it has none.
  public func source(_ name: String) -> Source? { sources[name] }

  /// True when the flag was given.
  public func flag(_ name: String) -> Bool {
    flags.contains(name)
  }

  /// The text (or choice, or decimal digits) of an option, the last one when it was repeated.
  public func text(_ name: String) -> String? {
    values[name]?.last
  }

  /// All texts of a repeated option, in order.
  public func texts(_ name: String) -> [String] {
    values[name] ?? []
  }

  /// The number of an `int` option; it is inside the option's range.
  public func int(_ name: String) -> Int? {
    values[name]?.last.flatMap { Int($0) }
  }
}
