public import Trading

/// What is needed to fold events into states and rows: as the desks have it.
public struct ProjectionRules: Sendable {
  /// What can be traded, in the order the events' instrument numbers mean.
  public let instruments: InstrumentBook
  /// Cap of an account's order table.
  public let maxOrders: Int

  /// Memberwise.
  public init(instruments: InstrumentBook, maxOrders: Int) {
    self.instruments = instruments
    self.maxOrders = maxOrders
  }
}
