import Desk
import Testing

@testable import Ingest

@Suite("Comparing a store that is written meanwhile")
struct MovingRowsTests {
  @Test("rows the store has beyond the acknowledged event are no differences")
  func ahead() throws {
    let harness = try VerifyHarness(trades: 10, acknowledged: 23)
    try harness.model.ship(harness.journal.reader(), through: 41)
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    let orders = try #require(report.days.first { $0.table == .liveOrders })
    #expect(orders.newerRows == 4)
    #expect(orders.journalRows == orders.storeRows)
    #expect(harness.model.readings <= 7, "what the journal explains is not read again")
  }

  @Test("rows journaled and written between two looks are no differences")
  func written() throws {
    var harness = try VerifyHarness(trades: 10)
    let more = harness.trade() + harness.trade()
    let last = try harness.journal.reader().lastSeq()
    let (journal, model) = (harness, harness.model)
    // It holds the model that holds it.
    defer { model.beforeReading = nil }
    model.beforeReading = { reading in
      guard reading == 2 else { return }
      try? journal.append(more)
      try? model.ship(journal.journal.reader(), after: last, through: .max)
    }
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    #expect(report.days.map(\.newerRows).reduce(0, +) > 0)
  }

  @Test("a row that is wrong stays a difference among rows that moved")
  func wrongAmongMoved() throws {
    let harness = try VerifyHarness(trades: 10, acknowledged: 23)
    try harness.model.ship(harness.journal.reader(), through: 41)
    harness.model.alter(.liveOrders, row: 7, "average_fill_price", .real(1))
    harness.model.alter(.fills, row: 0, "fee", .real(1))
    let report = try harness.verify()
    #expect(report.named == ["live_orders altered average_fill_price", "fills altered fee"])
    #expect(report.moving == 0)
  }

  @Test("a row that was an earlier one when the writer sent its last window again is looked at again")
  func sentAgain() throws {
    let harness = try VerifyHarness(trades: 5)
    let model = harness.model
    let right = model.rows
    try model.ship(harness.journal.reader(), after: 0, through: 3)
    #expect(model.rows != right)
    var isBack = false
    // It holds the model that holds it.
    defer { model.beforeReading = nil }
    model.beforeReading = { reading in
      // The first comparison reads six tables; what follows are looks.
      if reading > 6, !isBack {
        isBack = true
        model.rows = right
      }
    }
    let report = try harness.verify()
    #expect(isBack)
    #expect(report.isEqual, "\(report.text)")
  }

  @Test("a row that is another at every look is reported as moving, after a bounded number of looks")
  func moving() throws {
    let harness = try VerifyHarness(trades: 3)
    let model = harness.model
    // It holds the model that holds it.
    defer { model.beforeReading = nil }
    model.beforeReading = { reading in
      model.alter(.liveOrders, row: 0, "quantity", .real(Double(reading + 100)))
    }
    let report = try harness.verify { $0.maxLooks = 4 }
    #expect(report.moving == 1)
    #expect(!report.isEqual)
    #expect(report.text.hasSuffix("DIFFERENT: 1 still moving: run again"))
    #expect(model.readings == 6 + 4)
  }

  @Test("a comparison that is asked to stop does so", arguments: [0, 1])
  func stopped(after steps: Int) throws {
    let harness = try VerifyHarness(trades: 1)
    harness.model.alter(.liveOrders, row: 0, "quantity", .real(9))
    var left = steps
    let verifier = StoreVerifier(
      path: harness.journal.directoryPath + "/sextant.sqlite", rules: JournalHarness.rules,
      store: "questdb", rows: harness.model, settings: VerifySettings()
    ) { _ in
      left -= 1
      return left >= 0
    }
    #expect(throws: VerifyError(.interrupted, "")) { try verifier.run() }
  }
}
