import Primitives
public import Trading

/// What a sweep runs: every combination of the values of some settings that the strategy accepts.
public struct SweepPlan: Sendable {
  /// At most this many runs.
  public static let runCap = 10_000
  /// At most this many combinations are looked at for them.
  static let combinationCap = 1_000_000

  /// One setting with the values it takes.
  struct Axis: Sendable {
    let parameter: StrategyParameter
    let values: [String]
  }

  /// The settings varied, as `--sweep` named them.
  public var names: [String] { axes.map(\.parameter.name) }
  /// What each run has for them; the last setting varies fastest.
  public private(set) var runs: [[String]] = []
  /// Combinations the strategy does not accept, such as a fast period above the slow one.
  public private(set) var leftOut = 0

  private var axes: [Axis] = []
  private let base: StrategySettings

  /// Reads `fast=5..50:5,slow=20|50|200`: ranges with both ends and a step (1 where none is given), or lists.
  ///
  /// - Parameter sets: what `--set` gives for all runs.
  /// - Throws: every fault, naming the setting, the value and what is allowed.
  public init(
    _ text: String, of strategy: String, sets: [String]
  ) throws(ConfigurationFaults) {
    let arguments = try StrategyArguments(sets, of: strategy)
    base = arguments.settings
    var given = arguments.given
    var faults = ConfigurationFaults()
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      do throws(ConfigurationFaults) {
        let axis = try Self.axis(part, of: arguments.entry, beside: given)
        given.append(axis.parameter)
        axes.append(axis)
      } catch { faults.add(error) }
    }
    guard faults.isEmpty else { throw faults }
    try combine(arguments.entry)
  }

  /// The settings of a run.
  public func settings(_ run: [String]) -> StrategySettings {
    var settings = base
    for (axis, value) in zip(axes, run) { axis.parameter.apply(value, to: &settings) }
    return settings
  }

  private mutating func combine(_ entry: StrategyCatalogue.Entry) throws(ConfigurationFaults) {
    var count = 1
    for axis in axes {
      count = count.multipliedReportingOverflow(by: axis.values.count).partialValue
      guard count <= Self.combinationCap else {
        throw ConfigurationFaults([
          "--sweep: these are more than \(Self.combinationCap) combinations: widen the steps"
        ])
      }
    }
    var counters = Array(repeating: 0, count: axes.count)
    var accepted = 0
    for _ in 0..<count {
      let run = zip(axes, counters).map { $0.values[$1] }
      if entry.faults(settings(run)).isEmpty {
        accepted += 1
        if accepted <= Self.runCap { runs.append(run) }
      } else {
        leftOut += 1
      }
      advance(&counters)
    }
    guard accepted <= Self.runCap else {
      throw ConfigurationFaults([
        "--sweep: these are \(accepted) runs; at most \(Self.runCap) are run: widen the steps"
      ])
    }
    guard accepted > 0 else {
      let reason = entry.faults(settings(zip(axes, counters).map { $0.values[$1] })).first ?? ""
      throw ConfigurationFaults([
        "--sweep: \(entry.name) accepts none of the \(count) combinations; the first: \(reason)"
      ])
    }
  }

  /// The next combination, like a counter; after the last comes the first.
  private func advance(_ counters: inout [Int]) {
    for index in axes.indices.reversed() {
      counters[index] += 1
      guard counters[index] == axes[index].values.count else { return }
      counters[index] = 0
    }
  }
}

extension SweepPlan {
  private static func axis(
    _ text: String, of entry: StrategyCatalogue.Entry, beside given: [StrategyParameter]
  ) throws(ConfigurationFaults) -> Axis {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw ConfigurationFaults([
        "--sweep must be NAME=FROM..TO:STEP or NAME=A|B|C, with commas between, not "
          + "'\(StrategyArguments.shown(text))'"
      ])
    }
    let parameter = try StrategyArguments.parameter(parts[0], of: entry, option: "--sweep", beside: given)
    // In their normal form, so that no value is run twice under two spellings.
    let values = try values(parts[1], of: parameter).map { text throws(ConfigurationFaults) in
      guard let value = parameter.normal(text) else {
        throw ConfigurationFaults([
          "--sweep \(parameter.name): \(parameter.rule), not '\(StrategyArguments.shown(text))'"
        ])
      }
      return value
    }
    if let twice = values.enumerated().first(where: { values[..<$0.offset].contains($0.element) }) {
      throw ConfigurationFaults(["--sweep \(parameter.name): \(twice.element) is given twice"])
    }
    return Axis(parameter: parameter, values: values)
  }

  private static func values(
    _ text: String, of parameter: StrategyParameter
  ) throws(ConfigurationFaults) -> [String] {
    guard let dots = text.firstRange(of: "..") else {
      let values = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard values.count <= runCap else {
        throw ConfigurationFaults(["--sweep \(parameter.name): at most \(runCap) values are taken"])
      }
      return values
    }
    let rest = text[dots.upperBound...].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let from = try? Fixed(parsing: String(text[..<dots.lowerBound])),
      let to = try? Fixed(parsing: String(rest[0])),
      let step = try? Fixed(parsing: rest.count > 1 ? String(rest[1]) : "1"), step.isPositive, from <= to
    else {
      throw ConfigurationFaults([
        "--sweep \(parameter.name): a range is FROM..TO:STEP with FROM not above TO and STEP above zero, "
          + "such as 5..50:5, not '\(StrategyArguments.shown(text))'"
      ])
    }
    for end in [from, to] {
      if let fault = parameter.fault(in: end.description) {
        throw ConfigurationFaults(["--sweep \(parameter.name): \(fault), not '\(end)'"])
      }
    }
    // Both ends are within the parameter's range, so the difference cannot overflow.
    let count = (to - from).mantissa / step.mantissa + 1
    guard count <= runCap else {
      throw ConfigurationFaults([
        "--sweep \(parameter.name): at most \(runCap) values are taken, these are \(count)"
      ])
    }
    return (0..<Int(count)).map {
      Fixed(mantissa: from.mantissa + step.mantissa * Int128($0)).description
    }
  }
}
