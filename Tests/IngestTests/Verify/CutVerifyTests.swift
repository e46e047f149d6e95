import Desk
import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("Comparing a store with a journal that was cut")
struct CutVerifyTests {
  /// A journal of which all was found equal and the older part was taken out.
  private func harness() throws -> VerifyHarness {
    let harness = try VerifyHarness(trades: 25)
    let last = try harness.journal.reader().lastSeq()
    try harness.journal.foundEqual(.questdb, through: last)
    harness.model.id = 7
    try harness.journal.withJournal { journal in
      try journal.flushProjection()
      try harness.journal.cut(journal, before: 60)
    }
    return harness
  }

  @Test("begins there, says so, and finds equal what is left; older rows are nobody's difference")
  func equal() throws {
    var harness = try harness()
    let cut = try #require(try harness.journal.reader().cut())
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    #expect(report.rowCount < Int64(harness.model.rows.reduce(0) { $0 + $1.count }))
    let sentence =
      "the journal begins at \(cut.beginsAt.rfc3339), event \(cut.seq + 1); older rows were found "
      + "equal on 2027-01-15T08:00:00.000Z and are not looked at again"
    #expect(report.text.contains(sentence), "\(report.text)")
    // What comes later is compared as ever.
    try harness.append(harness.trade())
    let last = try harness.journal.reader().lastSeq()
    try harness.model.ship(harness.journal.reader(), through: last)
    try harness.acknowledge(last)
    #expect(try harness.verify().isEqual)
    harness.model.alter(.fills, row: harness.model.rows[TableLayout.index(.fills)].count - 1, "fee", .real(9))
    #expect(try harness.verify().named == ["fills altered fee"])
  }

  @Test("an order begun before it and changed after is compared whole")
  func acrossTheCut() throws {
    let harness = try VerifyHarness(trades: 25)
    let reader = try harness.journal.reader()
    let last = try reader.lastSeq()
    try harness.journal.foundEqual(.questdb, through: last)
    // The decision goes, acceptance and fill stay.
    let decided = try #require(
      try reader.events(after: 60, limit: 100).first { $0.type == "signal_decided" })
    let first = try harness.journal.firstOfCommit(from: decided.seq + 1)
    try harness.journal.withJournal { journal in
      try journal.flushProjection()
      try harness.journal.cut(journal, before: first)
    }
    #expect(try harness.verify().isEqual)
    guard case .signalDecided(let decision) = decided.event, let id = decision.order?.id else {
      Issue.record("no order was decided")
      return
    }
    let orders = harness.model.rows[TableLayout.index(.liveOrders)]
    let row = try #require(orders.firstIndex { $0.contains(.text("\(id)")) })
    harness.model.alter(.liveOrders, row: row, "quantity", .real(7))
    #expect(try harness.verify().named == ["live_orders altered quantity"])
  }

  @Test("what is kept of a comparison: the whole of it only, and only when equal")
  func kept() throws {
    let harness = try VerifyHarness(trades: 5)
    let directory = harness.journal.directoryPath
    try harness.journal.foundEqual(.questdb, through: 3)
    let last = try harness.journal.reader().lastSeq()
    try harness.acknowledge(last)
    harness.model.id = 7
    #expect(try !harness.verify { $0.firstDay = VerifyDay(number: 0) }.keepEquality(directory: directory))
    #expect(try !harness.verify { $0.lastDay = VerifyDay(number: 99_999) }.keepEquality(directory: directory))
    let taken = harness.model.rows[TableLayout.index(.fills)].removeLast()
    #expect(try !harness.verify().keepEquality(directory: directory))
    #expect(EqualityRecord.read(directory: directory)["questdb"]?.seq == 3)
    harness.model.rows[TableLayout.index(.fills)].append(taken)
    #expect(try harness.verify().keepEquality(directory: directory))
    let equality = try #require(EqualityRecord.read(directory: directory)["questdb"])
    #expect(equality.seq == last && equality.server == 7)
    #expect(try harness.journal.reader().holds(equality, store: "questdb"))
  }

  @Test("a store that lacks events which are gone is told apart from one that differs")
  func behind() throws {
    let harness = try harness()
    try harness.acknowledge(20, store: "postgres")
    let error = #expect(throws: VerifyError.self) { try harness.verify(harness.model, store: "postgres") }
    #expect(error?.message.contains("sextant ship") == true)
  }
}
