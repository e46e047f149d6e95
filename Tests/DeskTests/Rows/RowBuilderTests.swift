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

  @Test("of an order held back the row of its last change is made, even when the table let go of it since")
  func holds() throws {
    let book = try #require(InstrumentBook(RowScenario.instruments))
    var (plain, holding) = (try RowScenario(), try RowScenario())
    holding.builder = RowBuilder(state: plain.builder.state, instruments: book, holdsOrders: true)
    var newest: [RowValue: Row] = [:]
    // The table holds ten.
    for number in 0..<25 {
      let order = RowScenario.order("k\(number)")
      for event in [
        RowScenario.decision(.ordered(order)), .order(order.id, .handedOff(bid: 99, ask: 101)),
        .order(order.id, .accepted(ExchangeOrderID("paper-\(number)"))),
        RowScenario.fill("t\(number)", of: order, quantity: 2),
      ] {
        try plain.send(event)
        try holding.send(event)
        for row in plain.rows where row.table == .liveOrders { newest[try #require(row["order_id"])] = row }
        #expect(holding.rows == plain.rows.filter { $0.table != .liveOrders })
      }
    }
    #expect(plain.builder.state.orders.orders.count < 25)
    var released: [Row] = []
    holding.builder.releaseOrders(into: &released)
    #expect(released.count == 25)
    #expect(Set(released) == Set(newest.values))
    holding.builder.releaseOrders(into: &released)
    #expect(released.count == 25, "each once")
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
