import Primitives
import Testing

@testable import Trading

@Suite("A position")
struct PositionTests {
  static let at = Timestamp(nanoseconds: 1_000)

  @discardableResult
  private func fill(
    _ position: inout Position, _ side: Side, _ quantity: String, _ price: String, fee: String = "0",
    feeInBase: Bool = false, _ instrument: Instrument, at: Timestamp = at
  ) -> Position.Change {
    position.apply(
      side: side, quantity: decimal(quantity), price: decimal(price), fee: decimal(fee),
      feeInBase: feeInBase, instrument: instrument, at: at)
  }

  @Test("averages two buys by quantity: 0.01 @ 50,000 + 0.01 @ 51,000 is 0.02 @ 50,500 (S2-POS-06)")
  func averagesEntries() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    #expect(fill(&position, .buy, "0.01", "50000", instrument).isOpened)
    let change = fill(&position, .buy, "0.01", "51000", instrument)
    #expect(!change.isOpened && change.openedQuantity == decimal("0.01"))
    #expect(position.quantity == decimal("0.02"))
    #expect(position.averageEntry(instrument) == 50_500)
    #expect(position.side == .long)
  }

  @Test("keeps its entry when reduced (S2-POS-07)")
  func reducingKeepsEntry() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .sell, "3", "100", instrument)
    let change = fill(&position, .buy, "1", "90", instrument)
    #expect(change.realisedGross == 10)
    #expect(change.closedQuantity == 1 && change.openedQuantity == 0)
    #expect(position.averageEntry(instrument) == 100)
    #expect(position.quantity == -2)
  }

  @Test("opens the other side with what a fill closes too much (trap 17)")
  func overCloseFlips() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .buy, "1", "100", fee: "10", instrument)
    let later = Timestamp(nanoseconds: 2_000)
    let change = fill(&position, .sell, "4", "150", fee: "20", instrument, at: later)
    #expect(change.isFlipped && !change.isOpened && !change.isClosed)
    #expect(change.was == .long && change.now == .short)
    #expect(change.closedQuantity == 1 && change.openedQuantity == 3)
    #expect(change.realisedGross == 50 && change.closingFee == 5)
    #expect(position.quantity == -3 && position.averageEntry(instrument) == 150)
    #expect(position.realised == 20 && position.fees == 30)
    #expect(position.openedAt == later)
  }

  @Test("is flat without cost or average once everything is closed")
  func closing() throws {
    let instrument = try Listings.instrument(.inverse, contractSize: 100)
    var position = Position(instrument: 0)
    fill(&position, .buy, "7", "30000.7", instrument)
    fill(&position, .buy, "6", "29999.3", instrument)
    fill(&position, .sell, "3", "31000.1", instrument)
    let change = fill(&position, .sell, "10", "31000.1", instrument)
    #expect(change.isClosed && position.isFlat)
    #expect(position.cost == 0 && position.averageEntry(instrument) == nil && position.side == nil)
  }

  @Test("leaves the rounding remainder of partial closes in the open cost")
  func remainderStays() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .buy, "3", "0.000000000001", instrument)
    fill(&position, .buy, "4", "0.000000000002", instrument)
    let spent = position.cost
    var gross: Fixed = 0
    for _ in 0..<7 { gross += fill(&position, .sell, "1", "0.000000000005", instrument).realisedGross }
    #expect(position.isFlat && position.cost == 0)
    #expect(gross == decimal("0.000000000035") - spent)
  }

  @Test("ignores a fill of nothing")
  func zeroQuantity() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .buy, "1", "100", instrument)
    let before = position
    let change = fill(&position, .sell, "0", "90", fee: "3", instrument)
    #expect(position == before)
    #expect(change.now == .long && change.closedQuantity == 0)
  }

  @Test("receives less on spot when the fee is taken in base currency, and books its worth as fee")
  func baseFee() throws {
    let instrument = try Listings.instrument(.spot)
    var position = Position(instrument: 0)
    fill(&position, .buy, "1", "2000", fee: "0.001", feeInBase: true, instrument)
    #expect(position.quantity == decimal("0.999"))
    #expect(position.averageEntry(instrument) == 2_000)
    #expect(position.fees == 2)
    fill(&position, .sell, "0.999", "2100", fee: "2", instrument)
    // 2,000 were spent and 2,097.90 − 2 came back: money in hand decides.
    #expect(position.isFlat && position.realised == decimal("95.9"))
  }

  @Test("keeps funding apart from realised profit")
  func funding() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .buy, "1", "100", instrument)
    position.book(funding: decimal("-0.25"), at: Timestamp(nanoseconds: 5_000))
    #expect(position.funding == decimal("-0.25") && position.realised == 0)
    #expect(position.updatedAt == Timestamp(nanoseconds: 5_000))
  }

  @Test("moves its opening back for a late fill of an earlier time")
  func lateFill() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 0)
    fill(&position, .buy, "1", "100", instrument, at: Timestamp(nanoseconds: 50))
    fill(&position, .buy, "1", "100", instrument, at: Timestamp(nanoseconds: 20))
    #expect(position.openedAt == Timestamp(nanoseconds: 20))
    #expect(position.updatedAt == Timestamp(nanoseconds: 50))
  }

  @Test("survives a snapshot")
  func snapshot() throws {
    let instrument = try Listings.instrument()
    var position = Position(instrument: 3)
    fill(&position, .sell, "1.5", "100", fee: "0.1", instrument)
    let copy = Position(
      instrument: position.instrument, quantity: position.quantity, cost: position.cost,
      realised: position.realised, fees: position.fees, funding: position.funding,
      openedAt: position.openedAt, updatedAt: position.updatedAt)
    #expect(copy == position)
  }

  @Test("agrees with exact rational arithmetic", arguments: PositionVectors.rows.indices)
  func vectors(row: Int) throws {
    let (kind, size, fills, quantity, cost, realised) = PositionVectors.rows[row]
    let instrument = try Listings.instrument(
      try #require(ContractKind(rawValue: kind)), contractSize: decimal(size))
    var position = Position(instrument: 0)
    var flows: Fixed = 0
    var gross: Fixed = 0
    for (side, filled, price, fee) in fills {
      let side = try #require(Side(rawValue: side))
      let change = fill(&position, side, filled, price, fee: fee, instrument)
      let signed = side == .buy ? decimal(filled) : -decimal(filled)
      flows += ProfitAndLoss.value(quantity: signed, price: decimal(price), instrument: instrument)
      gross += kind == "inverse" ? -change.realisedGross : change.realisedGross
    }
    let tolerance = Fixed(mantissa: Int128(3 * fills.count))
    #expect(position.quantity == decimal(quantity))
    #expect(near(position.cost, decimal(cost), within: tolerance))
    #expect(near(position.realised, decimal(realised), within: tolerance))
    // Nothing is lost: what the fills were worth is either open or realised, to the last digit,
    // unless a flip of an inverse position rounded a fill's value in two parts.
    #expect(near(flows, position.cost - gross, within: kind == "inverse" ? tolerance : 0))
  }
}
