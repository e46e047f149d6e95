/// The strategies a person can name, and how each is made.
public enum StrategyCatalogue {
  /// One strategy of the catalogue.
  public struct Entry: Sendable {
    /// As the command line and the configuration name it.
    public let name: String
    /// One sentence for a person who chooses.
    public let summary: String
    /// What a person can set of it, in the order shown.
    public let parameters: [StrategyParameter]
    /// What is wrong with settings whose values are each allowed, one sentence each.
    public let faults: @Sendable (StrategySettings) -> [String]
    /// Makes one for an instrument; the settings must have no faults.
    public let make: @Sendable (InstrumentIndex, StrategySettings) -> any Strategy

    /// A strategy; unless said otherwise with the parameters of two averages and a size.
    public init(
      name: String, summary: String,
      parameters: [StrategyParameter] = StrategyParameter.averages + StrategyParameter.sizes,
      faults: @escaping @Sendable (StrategySettings) -> [String] = { $0.faults },
      make: @escaping @Sendable (InstrumentIndex, StrategySettings) -> any Strategy
    ) {
      self.name = name
      self.summary = summary
      self.parameters = parameters
      self.faults = faults
      self.make = make
    }

    /// A parameter by either of its names.
    public func parameter(_ name: String) -> StrategyParameter? {
      parameters.first { $0.name == name || $0.key == name }
    }
  }

  /// Every strategy, in the order shown. A strategy of your own is one line here: see docs/strategies.md.
  public static let entries: [Entry] = [
    Entry(
      name: "ema-cross",
      summary: "long while the fast moving average of bar closes is above the slow one, else short",
      make: { EMACross(instrument: $0, settings: $1) }),
    Entry(
      name: EMAFlip.Inputs.bars.rawValue,
      summary: "one market order at each crossing of two moving averages of bar closes, whatever is held",
      make: { EMAFlip(instrument: $0, settings: $1) }),
    Entry(
      name: EMAFlip.Inputs.ticks.rawValue, summary: "the same on every tick",
      make: { EMAFlip(instrument: $0, settings: $1, inputs: .ticks) }),
    DonchianBreakout.entry,
  ]

  /// The names, in the order shown.
  public static var names: [String] { entries.map(\.name) }

  /// Every parameter there is, by key, each once: of a key several strategies have, the first one's.
  public static var parameters: [StrategyParameter] {
    var all: [StrategyParameter] = []
    for parameter in entries.flatMap(\.parameters) where !all.contains(where: { $0.key == parameter.key }) {
      all.append(parameter)
    }
    return all
  }

  /// A strategy's entry by name; nil when there is none of it.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// A strategy by name; nil when there is none of it.
  public static func make(
    _ name: String, instrument: InstrumentIndex, settings: StrategySettings = StrategySettings()
  ) -> (any Strategy)? {
    entry(name)?.make(instrument, settings)
  }
}
