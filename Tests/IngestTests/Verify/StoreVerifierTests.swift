import Desk
import Testing

@testable import Ingest

@Suite("Comparing a store with the journal")
struct StoreVerifierTests {
  @Test("a store that holds what the journal makes is equal, table by table and day by day")
  func equal() throws {
    let harness = try VerifyHarness(trades: 20)
    let report = try harness.verify()
    #expect(report.isEqual)
    #expect(report.named == [])
    let orders = try #require(report.days.first { $0.table == .liveOrders })
    #expect(orders.day.description == "2023-11-14")
    #expect(orders.journalRows == 20)
    #expect(orders.storeRows == 20)
    #expect(orders.sumsAreEqual)
    #expect(orders.journalDigest == orders.storeDigest)
    #expect(orders.journalDigest != RowDigest())
    #expect(report.text.hasSuffix("equal: 8 tables, 1 day, \(VerifyReport.grouped(report.rowCount)) rows"))
  }

  @Test("an altered, a deleted, an added and a doubled row are each named with table, key and column")
  func differences() throws {
    let harness = try VerifyHarness(trades: 5)
    let model = harness.model
    let orders = TableLayout.index(.liveOrders)
    model.alter(.liveOrders, row: 1, "quantity", .real(0.02))
    let deleted = model.rows[TableLayout.index(.fills)].remove(at: 2)
    var added = model.rows[orders][0]
    added[1] = .text("ord-of-nobody")
    model.rows[orders].append(added)
    let events = TableLayout.index(.orderEvents)
    model.rows[events].append(model.rows[events][3])

    let report = try harness.verify()
    #expect(!report.isEqual)
    #expect(
      report.named.sorted() == [
        "fills missing", "live_orders altered quantity", "live_orders extra", "order_events duplicate",
      ])
    let altered = try #require(report.differences.first { $0.kind == .altered })
    #expect(altered.key == TableLayout.journaled[orders].key(of: model.rows[orders][1]))
    #expect(altered.columns == [ColumnDifference(column: "quantity", journal: "0.01", store: "0.02")])
    let missing = try #require(report.differences.first { $0.kind == .missing })
    #expect(missing.key == TableLayout.journaled[TableLayout.index(.fills)].key(of: deleted))
    let extra = try #require(report.differences.first { $0.kind == .extra })
    #expect(extra.key.contains("ord-of-nobody"))
    #expect(report.text.hasSuffix("DIFFERENT: 1 missing, 1 extra, 1 altered, 1 duplicate"))
    #expect(report.text.contains("quantity journal 0.01 store 0.02"))
  }

  @Test("the smallest change of each kind of value is seen: last digit, NULL, case, spelling, truth, time")
  func smallChanges() throws {
    let changes: [(String, RowValue)] = [
      ("commission", .real(0.25.nextUp)), ("exchange_order_id", .null), ("side", .text("buy")),
      ("signal_id", .text("s-1\u{301}")), ("reduce_only", .boolean(true)), ("requested_price", .real(0)),
      ("error_message", .text("")), ("recorded_at", .timestamp(1)),
    ]
    for (column, value) in changes {
      let harness = try VerifyHarness(trades: 2)
      harness.model.alter(.liveOrders, row: 0, column, value)
      let report = try harness.verify()
      #expect(report.named == ["live_orders altered \(column)"])
    }
  }

  @Test(
    "a row whose session was changed is missing, and one of a foreign session is no difference"
  )
  func sessions() throws {
    let harness = try VerifyHarness(trades: 3)
    harness.model.alter(.orderEvents, row: 0, "session_id", .text("other-main-1"))
    let report = try harness.verify()
    #expect(report.named == ["order_events missing"])
  }

  @Test("a store without any row of ours misses every one; those beyond the cap are counted")
  func empty() throws {
    let harness = try VerifyHarness(trades: 30)
    let all = try harness.verify().rowCount
    harness.model.rows = TableLayout.journaled.map { _ in [] }
    let report = try harness.verify {
      $0.keptDifferences = 50
      $0.shownPerDay = 3
    }
    #expect(report.differenceCount == Int(all))
    #expect(report.rowCount == all)
    #expect(report.differences.count <= 3 * 7)
    #expect(report.text.contains("more not named"))
  }

  @Test("events beyond the acknowledged one are not compared, and the report says how many")
  func acknowledged() throws {
    let harness = try VerifyHarness(trades: 10, acknowledged: 27)
    let report = try harness.verify()
    #expect(report.isEqual)
    #expect(report.coverage.hasPrefix("acknowledged 27 of "))
    #expect(report.days.first { $0.table == .liveOrders }?.journalRows == 6)

    let none = try VerifyHarness(trades: 1, acknowledged: 0)
    #expect(try !none.verify().isEqual, "nothing was compared")
    #expect(try none.verify().text.contains("acknowledged 0 of"))
    #expect(try none.verify().text.hasSuffix("NOT COMPARED: the store has acknowledged nothing yet"))
  }

  @Test("a cursor beyond the journal's end is an error: it is another journal")
  func foreignCursor() throws {
    let harness = try VerifyHarness(trades: 1)
    try harness.acknowledge(1_000_000)
    #expect(throws: VerifyError(.journal, "")) { try harness.verify() }
  }

  @Test("only the days asked for are compared, and none the store has dropped by itself")
  func days() throws {
    let harness = try VerifyHarness(trades: 3)
    harness.model.alter(.liveOrders, row: 0, "quantity", .real(9))
    let day = try #require(VerifyDay(text: "2023-11-14"))
    let after = VerifyDay(number: day.number + 1)
    #expect(try harness.verify { $0.firstDay = after }.isEqual)
    #expect(try harness.verify { $0.lastDay = VerifyDay(number: day.number - 1) }.isEqual)
    #expect(!(try harness.verify { ($0.firstDay, $0.lastDay) = (day, day) }.isEqual))

    harness.model.held = (after, "TTL 1 DAY")
    let report = try harness.verify()
    #expect(report.isEqual)
    #expect(report.leftOut.count == 6)
    #expect(report.text.contains("live_orders: not compared before 2023-11-15, 3 rows: TTL 1 DAY"))
  }

  @Test("a dead letter is named, and marks the row it keeps out")
  func deadLetters() throws {
    let harness = try VerifyHarness(trades: 3)
    let fills = TableLayout.index(.fills)
    let refused = harness.model.rows[fills].remove(at: 1)
    let key = TableLayout.journaled[fills].key(of: refused)
    try harness.addDeadLetter(.fills, key: key, error: "inconvertible value\u{1B}[31m")
    let report = try harness.verify()
    #expect(report.named == ["fills missing"])
    #expect(report.differences.first?.isDeadLetter == true)
    #expect(report.text.contains("fills dead letter \(key): refused with: inconvertible value\\x1b[31m"))
    #expect(report.text.hasSuffix("DIFFERENT: 1 missing, 1 dead letter"))

    harness.model.rows[fills].append(refused)
    #expect(!(try harness.verify().isEqual), "a dead letter alone is no equality")
  }

  @Test("a table that cannot be compared is named with its repair; the others still are")
  func faults() throws {
    let harness = try VerifyHarness(trades: 3)
    harness.model.rows[TableLayout.index(.fills)] = []
    harness.model.faultList = [
      VerifyReport.Fault(table: "fills", problem: "is suspended", repair: "ALTER TABLE fills RESUME WAL")
    ]
    let report = try harness.verify()
    #expect(!report.isEqual)
    #expect(report.named == [])
    #expect(report.tableCount == 7)
    #expect(
      report.text.contains("fills cannot be compared: is suspended; repair: ALTER TABLE fills RESUME WAL"))

    harness.model.faultList = []
    harness.model.isApplied = false
    #expect(try harness.verify().faults.count == 1)
  }
}
