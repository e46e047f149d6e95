/// The strategies a person can name, and how each is made.
public enum StrategyCatalogue {
  /// One strategy of the catalogue.
  public struct Entry: Sendable {
    /// As the command line and the configuration name it.
    public let name: String
    /// One sentence for a person who chooses.
    public let summary: String
    /// Makes one for an instrument; the settings must have no faults.
    public let make: @Sendable (InstrumentIndex, StrategySettings) -> any Strategy
  }

  /// Every strategy, in the order shown.
  public static let entries: [Entry] = [
    Entry(
      name: "ema-cross",
      summary: "long while the fast moving average of bar closes is above the slow one, else short",
      make: { EMACross(instrument: $0, settings: $1) }),
    Entry(
      name: "ema-flip",
      summary: "one market order at each crossing of two moving averages of bar closes, whatever is held",
      make: { EMAFlip(instrument: $0, settings: $1) }),
    Entry(
      name: "ema-flip-ticks", summary: "the same on every tick",
      make: { EMAFlip(instrument: $0, settings: $1, inputs: .ticks, name: "ema-flip-ticks") }),
  ]

  /// The names, in the order shown.
  public static var names: [String] { entries.map(\.name) }

  /// A strategy by name; nil when there is none of it.
  public static func make(
    _ name: String, instrument: InstrumentIndex, settings: StrategySettings = StrategySettings()
  ) -> (any Strategy)? {
    entries.first { $0.name == name }?.make(instrument, settings)
  }
}
