import Primitives
import Testing

@testable import Trading

@Suite("How much one exit closes")
struct ExitSizingTests {
  private func instrument(_ least: String, _ most: String) throws -> Instrument {
    try Listings.instrument(minQuantity: decimal(least), maxQuantity: decimal(most))
  }

  /// The orders that close so much, one after another.
  private func orders(_ wanted: String, _ instrument: Instrument) -> [String] {
    var open = decimal(wanted)
    var orders: [String] = []
    while orders.count < 20, instrument.exitQuantity(of: open).isPositive {
      let next = instrument.exitQuantity(of: open)
      #expect(instrument.allowsExit(of: next, open: open), "\(next) of \(open)")
      orders.append(next.description)
      open -= next
    }
    return orders
  }

  @Test(
    "What no single order may hold is closed by several, none of them too small (S2-SIG-08)",
    arguments: [
      ("0.08", "0.001", "0.02", ["0.02", "0.02", "0.02", "0.02"]),
      ("0.05", "0.001", "0.02", ["0.02", "0.02", "0.01"]),
      // The last but one makes room for the last.
      ("0.045", "0.01", "0.02", ["0.02", "0.015", "0.01"]),
      // No two orders of at least 0.015: the rest is closed all the same.
      ("0.025", "0.015", "0.02", ["0.02", "0.005"]),
      ("0.02", "0.001", "0.02", ["0.02"]), ("0.05", "0.1", "10", ["0.05"]),
      ("0.0559", "0.001", "0.0205", ["0.02", "0.02", "0.015"]), ("0.0009", "0.001", "1", []),
    ])
  func parts(_ wanted: String, _ least: String, _ most: String, _ expected: [String]) throws {
    #expect(orders(wanted, try instrument(least, most)) == expected)
  }

  @Test("Under the least an exit is one order only when it closes all whole lots that are open")
  func rest() throws {
    let instrument = try instrument("0.1", "10")
    #expect(instrument.allowsExit(of: decimal("0.05"), open: decimal("0.05")))
    #expect(instrument.allowsExit(of: decimal("0.05"), open: decimal("0.0504")))
    #expect(!instrument.allowsExit(of: decimal("0.05"), open: decimal("0.06")))
    #expect(instrument.allowsExit(of: decimal("0.1"), open: 1))
    #expect(!instrument.allowsExit(of: 0, open: decimal("0.0004")))
  }
}
