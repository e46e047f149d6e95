import Platform
public import Trading

/// Settings of a strategy as `--set NAME=VALUE` gives them, checked against what the strategy has.
public enum StrategyArguments {
  /// The settings of a strategy of the catalogue, the rest of them as they come.
  ///
  /// - Throws: every fault, naming the setting, the value and what is allowed.
  public static func settings(
    _ texts: [String], of strategy: String
  ) throws(ConfigurationFaults) -> StrategySettings {
    var settings = StrategySettings()
    var faults = ConfigurationFaults()
    let entry: StrategyCatalogue.Entry
    do { entry = try self.entry(strategy) } catch { throw error }
    var given: [StrategyParameter] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        faults.add("--set must be NAME=VALUE, such as \(example(entry)), not '\(shown(text))'")
        continue
      }
      do {
        let parameter = try self.parameter(parts[0], of: entry, option: "--set", beside: given)
        given.append(parameter)
        if let fault = parameter.fault(in: parts[1]) {
          faults.add("--set \(parameter.name): \(fault), not '\(shown(parts[1]))'")
        }
        parameter.apply(parts[1], to: &settings)
      } catch { faults.add(error) }
    }
    if faults.isEmpty {
      for fault in entry.faults(settings) { faults.add("--set: \(fault)") }
    }
    guard faults.isEmpty else { throw faults }
    return settings
  }

  /// A strategy by name.
  static func entry(_ name: String) throws(ConfigurationFaults) -> StrategyCatalogue.Entry {
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

  private static func example(_ entry: StrategyCatalogue.Entry) -> String {
    entry.parameters.first.map { "\($0.name)=\($0.standard ?? "1")" } ?? "NAME=VALUE"
  }

  /// What a person wrote, as a fault repeats it.
  static func shown(_ text: String) -> String { text.prefix(40) + (text.count > 40 ? "…" : "") }
}
