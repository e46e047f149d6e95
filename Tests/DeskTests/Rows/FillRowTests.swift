import Desk
import Primitives
import Testing
import Trading

@Suite("Rows of fills")
struct FillRowTests {
  @Test("an opening fill realises minus its fee, the closing one its profit net of its fee")
  func realised() throws {
    var scenario = try RowScenario()
    let entry = RowScenario.order("k1", side: .buy)
    let exit = RowScenario.order("k2", side: .sell)
    try scenario.send(RowScenario.decision(.ordered(entry)))
    try scenario.send(RowScenario.fill("t1", of: entry, price: 100, fee: 1))
    let opening = try scenario.row(.fills)
    #expect(opening["realized_pnl"] == .real(-1))
    #expect(opening["signal_id"] == .text("s-k1"))
    #expect(opening["order_id"] == .text(entry.id.description))
    #expect(opening["correlation_id"] == .text(entry.id.intentID.correlationID))
    #expect(opening["is_late"] == .boolean(false))
    try scenario.send(RowScenario.decision(.ordered(exit), key: "k2", side: .sell))
    try scenario.send(RowScenario.fill("t2", of: exit, side: .sell, price: 110, fee: 3, at: 2))
    let closing = try scenario.row(.fills)
    #expect(closing["realized_pnl"] == .real(17))
    #expect(closing["side"] == .text("SELL"))
    #expect(closing["ts"] == RowScenario.micros(2))
  }

  @Test("a forced close has no order of ours: its ids are NULL, and no order's row is written")
  func liquidation() throws {
    var scenario = try RowScenario()
    let entry = RowScenario.order()
    try scenario.send(RowScenario.decision(.ordered(entry)))
    try scenario.send(RowScenario.fill("t1", of: entry))
    try scenario.send(
      RowScenario.fill("t2", of: nil, side: .sell, price: 50, kind: .liquidation, at: 2))
    let row = try scenario.row(.fills)
    #expect(scenario.rows.count == 1)
    #expect(row["kind"] == .text("LIQUIDATION"))
    for column in ["order_id", "signal_id", "correlation_id"] { #expect(row[column] == .null) }
    #expect(row["realized_pnl"] == .real(-101))
  }
}
