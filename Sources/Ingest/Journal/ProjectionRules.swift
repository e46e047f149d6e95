public import Trading

/// What is needed to fold events into states and rows: as the desks have it.
public struct ProjectionRules: Sendable {
  /// What can be traded, in the order the events' instrument numbers mean.
  public let instruments: InstrumentBook
  /// Position value over initial margin, at least 1.
  public let leverage: Int
  /// Cap of an account's order table.
  public let maxOrders: Int

  /// Memberwise.
  public init(instruments: InstrumentBook, leverage: Int, maxOrders: Int) {
    self.instruments = instruments
    self.leverage = leverage
    self.maxOrders = maxOrders
  }
}
