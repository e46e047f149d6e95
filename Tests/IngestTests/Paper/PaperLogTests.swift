import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("The simulated exchange's log")
struct PaperLogTests {
  private let harness = JournalHarness()
  private let session = SessionID("test-main-1")

  private func open(_ directory: DataDirectory) throws -> PaperLog {
    try PaperLog(
      path: directory.paperPath, schema: BuiltIn.paperSchema,
      instruments: ScriptedDesk.instruments)
  }

  private func order(_ number: UInt64, limit: Fixed?) -> OrderRequest {
    OrderRequest(
      orderID: OrderID(digest: Digest128(high: 7, low: number)), instrument: 0, side: .sell,
      type: limit == nil ? .market : .limit, timeInForce: .immediateOrCancel,
      quantity: ScriptedDesk.decimal(1_234_567, 1_000_000), limitPrice: limit, reduceOnly: number == 2)
  }

  private func request(_ row: Int64, _ request: VenueRequest) -> PaperRequest {
    PaperRequest(tapeRow: row, at: Timestamp(nanoseconds: 1_000 + row), request: request)
  }

  @Test("gives back what it took, in its order and only of the session asked for")
  func roundTrip() throws {
    let directory = try harness.directory()
    let taken = [
      request(1, .submit(order(1, limit: nil))),
      request(1, .submit(order(2, limit: ScriptedDesk.decimal(500_001, 10)))),
      request(5, .cancel(order(2, limit: nil).orderID, 0)),
    ]
    do {
      let log = try open(directory)
      try log.append(Array(taken[..<2]), session: session)
      try log.append([request(3, .submit(order(9, limit: nil)))], session: SessionID("other"))
      try log.append([request(4, .queryPositions), taken[2]], session: session)
      try log.append([request(6, .queryBalances)], session: session)
    }
    let log = try open(directory)
    #expect(try log.requests(session: session) == taken)
    #expect(try log.requests(session: SessionID("none")).isEmpty)
  }

  @Test("keeps none of the requests it could not write, and goes on once there is room")
  func allOrNothing() throws {
    let directory = try harness.directory()
    let log = try open(directory)
    try log.append([request(1, .submit(order(1, limit: nil)))], session: session)
    let many = (0..<500).map { request(2, .submit(order(10 + $0, limit: nil))) }
    try log.limitPages(to: 1)
    #expect(throws: JournalError(.full, "")) { try log.append(many, session: session) }
    #expect(try log.requests(session: session).count == 1)
    try log.limitPages(to: 1_000_000)
    try log.append(many, session: session)
    #expect(try log.requests(session: session).count == 501)
  }

  @Test("can be read beside its writer, and is refused when damaged")
  func refuses() throws {
    let directory = try harness.directory()
    var log: PaperLog? = try open(directory)
    try log?.append([request(1, .submit(order(1, limit: nil)))], session: session)
    let reader = try SQLiteConnection(path: directory.paperPath, mode: .readOnly)
    #expect(try reader.integer("SELECT count(*) FROM requests") == 1)
    log = nil
    try JournalHarness.overwrite(directory.paperPath)
    #expect(throws: JournalError(.corrupt, "")) { try open(directory) }
  }
}
