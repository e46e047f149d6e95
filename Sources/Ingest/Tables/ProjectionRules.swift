public import Trading

/// What is needed to fold events into states and rows: as the desks have it.
public struct ProjectionRules: Sendable {
  /// What can be traded, in the order the events' instrument numbers mean.
  public let instruments: InstrumentBook
  /// Cap of an account's order table.
  public let maxOrders: Int

  /// Those of the service: the instruments and caps that come with it.
  public static func builtIn() throws(InstrumentFileError) -> ProjectionRules {
    ProjectionRules(instruments: try BuiltIn.instruments().book, maxOrders: TradingCaps().maxOrders)
  }

  /// Those of the service that last traded in a data directory.
  public static func of(directory: String) throws -> ProjectionRules {
    ProjectionRules(
      instruments: try KeptInstruments.load(directory: directory), maxOrders: TradingCaps().maxOrders)
  }

  /// Memberwise.
  public init(instruments: InstrumentBook, maxOrders: Int) {
    self.instruments = instruments
    self.maxOrders = maxOrders
  }
}
