public import Primitives
public import Trading

/// One position on which we and the exchange disagree.
public struct PositionDifference: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Signed contracts by our fills.
  public let local: Fixed
  /// Signed contracts the exchange reports; zero when it lists none.
  public let exchange: Fixed

  /// What the exchange holds more than we do, signed contracts.
  public var gap: Fixed { exchange - local }

  /// Memberwise.
  public init(instrument: InstrumentIndex, local: Fixed, exchange: Fixed) {
    self.instrument = instrument
    self.local = local
    self.exchange = exchange
  }
}

/// Compares our positions with the exchange's (S2-POS-09).
public enum PositionComparison {
  /// Every instrument on which the two disagree, in instrument order; quantities compared exactly.
  public static func differences(
    between book: PositionBook, and reports: [PositionReport]
  ) -> [PositionDifference] {
    var found: [PositionDifference] = []
    for instrument in book.positions.indices {
      let local = book.quantity(instrument)
      // Hedge mode gives two rows of one instrument: they count net.
      var reported: Fixed = 0
      for report in reports where report.instrument == instrument { reported += report.quantity }
      if local != reported {
        found.append(PositionDifference(instrument: instrument, local: local, exchange: reported))
      }
    }
    return found
  }
}
