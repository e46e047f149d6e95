import Platform
public import Trading

/// Settings of a strategy as `--set NAME=VALUE` gives them, each checked against what the strategy has.
public struct StrategyArguments: Sendable {
  /// The strategy they are of.
  let entry: StrategyCatalogue.Entry
  /// What was given, over what comes by itself; not yet whether all of it goes together.
  let settings: StrategySettings
  /// The parameters that were given.
  let given: [StrategyParameter]

  /// Reads them.
  ///
  /// - Throws: every fault, naming the setting, the value and what is allowed.
  init(_ texts: [String], of strategy: String) throws(ConfigurationFaults) {
    var settings = StrategySettings()
    var faults = ConfigurationFaults()
    let entry = try Self.entry(strategy)
    var given: [StrategyParameter] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        let example = entry.parameters.first.map { "\($0.name)=\($0.standard ?? "1")" } ?? "NAME=VALUE"
        faults.add("--set must be NAME=VALUE, such as \(example), not '\(Self.shown(text))'")
        continue
      }
      do throws(ConfigurationFaults) {
        let parameter = try Self.parameter(parts[0], of: entry, option: "--set", beside: given)
        given.append(parameter)
        if let fault = parameter.fault(in: parts[1]) {
          faults.add("--set \(parameter.name): \(fault), not '\(Self.shown(parts[1]))'")
        }
        parameter.apply(parts[1], to: &settings)
      } catch { faults.add(error) }
    }
    guard faults.isEmpty else { throw faults }
    self.entry = entry
    self.settings = settings
    self.given = given
  }

  /// The settings of a strategy of the catalogue, which all go together.
  ///
  /// - Throws: every fault, naming the setting, the value and what is allowed.
  public static func settings(
    _ texts: [String], of strategy: String
  ) throws(ConfigurationFaults) -> StrategySettings {
    let arguments = try StrategyArguments(texts, of: strategy)
    let faults = arguments.entry.faults(arguments.settings)
    guard faults.isEmpty else { throw ConfigurationFaults(faults.map { "--set: \($0)" }) }
    return arguments.settings
  }

  /// A strategy by name.
  private static func entry(_ name: String) throws(ConfigurationFaults) -> StrategyCatalogue.Entry {
    if let entry = StrategyCatalogue.entry(name) { return entry }
    let known = StrategyCatalogue.names
    let hint = Suggestion.nearest(to: name, in: known).map { " (did you mean '\($0)'?)" } ?? ""
    throw ConfigurationFaults([
      "--strategy must be one of \(known.joined(separator: ", "))\(hint), not '\(shown(name))'"
    ])
  }

  /// A strategy's parameter by name, which must go with those given before.
  static func parameter(
    _ name: String, of entry: StrategyCatalogue.Entry, option: String, beside given: [StrategyParameter]
  ) throws(ConfigurationFaults) -> StrategyParameter {
    guard let parameter = entry.parameter(name) else {
      let known = entry.parameters.map(\.name)
      let hint = Suggestion.nearest(to: name, in: known + entry.parameters.map(\.key))
      let help = hint.map { " (did you mean '\($0)'?)" } ?? "; it has \(known.joined(separator: ", "))"
      throw ConfigurationFaults(["\(option): \(entry.name) has no setting '\(shown(name))'\(help)"])
    }
    if given.contains(where: { $0.name == parameter.name }) {
      throw ConfigurationFaults(["\(option): \(parameter.name) is given twice"])
    }
    if let other = given.first(where: { $0.group != nil && $0.group == parameter.group }) {
      throw ConfigurationFaults([
        "\(option): \(parameter.name): \(other.group ?? "") is given by \(other.name) already"
      ])
    }
    return parameter
  }

  /// What a person wrote, as a fault repeats it: cut, and with nothing in it that steers a terminal.
  static func shown(_ text: String) -> String {
    let scalars = text.prefix(40).unicodeScalars.map { $0.steersTerminal ? "?" : $0 }
    return String(String.UnicodeScalarView(scalars)) + (text.count > 40 ? "…" : "")
  }
}
