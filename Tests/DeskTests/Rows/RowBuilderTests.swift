import Desk
import Primitives
import Testing
import Trading

@Suite("The row builder")
struct RowBuilderTests {
  private static func events() -> [Event] {
    let order = RowScenario.order()
    return [
      RowScenario.decision(.ordered(order)), .order(order.id, .handedOff(bid: 99, ask: 101)),
      .order(order.id, .accepted(ExchangeOrderID("paper-1"))),
      RowScenario.fill("t1", of: order, quantity: 1), RowScenario.fill("t2", of: order, quantity: 1),
      .fundingBooked(
        FundingPayment(id: "f", instrument: 0, amount: 1, rate: 0, at: RowScenario.time(2))),
      .factRefused("nonsense"), .tapeEnded(rows: 3),
    ]
  }

  @Test("a builder that goes on from a state writes the rows the first would have written", arguments: 0...7)
  func goesOn(_ split: Int) throws {
    var whole = try RowScenario()
    for event in Self.events().prefix(split) { try whole.send(event) }
    var later = whole
    let book = try #require(InstrumentBook(RowScenario.instruments))
    later.builder = RowBuilder(state: whole.builder.state, instruments: book)
    for event in Self.events().dropFirst(split) {
      try whole.send(event)
      try later.send(event)
      #expect(whole.rows == later.rows)
    }
  }

  @Test("every row has one value a column, of the column's type")
  func types() throws {
    var scenario = try RowScenario()
    for event in Self.events() {
      try scenario.send(event)
      for row in scenario.rows {
        for (column, value) in zip(row.table.schema.columns, row.values) {
          #expect(Self.fits(value, column.type), "\(row.table.rawValue).\(column.name): \(value)")
        }
      }
    }
  }

  private static func fits(_ value: RowValue, _ type: ColumnType) -> Bool {
    switch (value, type) {
    case (.null, .boolean): false
    case (.null, _): true
    case (.text, .symbol), (.text, .text), (.real, .real), (.integer, .integer), (.boolean, .boolean),
      (.timestamp, .timestamp):
      true
    case (.text, _), (.real, _), (.integer, _), (.boolean, _), (.timestamp, _): false
    }
  }
}
