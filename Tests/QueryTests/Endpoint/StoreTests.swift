import Platform
import Testing

@testable import Ingest
@testable import Query

@Suite("What is answered about the stores")
struct StoreTests {
  @Test("Without stores the list is empty")
  func none() throws {
    let service = try TestService()
    let answer = service.get("/api/stores")
    #expect(answer.status == 200)
    #expect(answer.text == #"{"count":0,"results":[],"next":null}"#)
  }

  @Test("Takes no parameter and no other method")
  func refusals() throws {
    let service = try TestService()
    expectProblem(service.get("/api/stores?limit=1"), 400, "INVALID_PARAMETER")
    let post = service.post("/api/stores", "{}")
    #expect(post.status == 405)
    #expect(post.headers["allow"]?.contains("GET") == true)
  }

  @Test("Every figure of a store has its name, and nowhere is a password")
  func figures() throws {
    let service = try TestService()
    let connection = try ConnectionString("host=db port=8812 user=admin password=hunter2 dbname=qdb")
    var status = StoreStatus(kind: .questdb, target: connection.description)
    status.state = .writing
    status.detail = "writing"
    (status.journalSeq, status.acknowledgedSeq, status.safeSeq) = (120, 100, 80)
    (status.rowsWritten, status.rowsPerSecond, status.rowsRetried) = (300, 12.5, 7)
    (status.rowsRefused, status.reconnects, status.marketRows, status.marketDropped) = (1, 2, 9, 4)
    service.desk.stores.withLock { $0 = [status] }
    let answer = service.get("/api/stores")
    #expect(answer.headers["content-type"] == "application/json")
    #expect(
      answer.text == #"{"count":1,"results":[{"store":"questdb","#
        + #""target":"user=admin dbname=qdb host=db port=8812","state":"writing","detail":"writing","#
        + #""journal_seq":120,"acknowledged_seq":100,"safe_seq":80,"lag_events":20,"#
        + #""rows_written":300,"rows_per_second":12.5,"rows_retried":7,"rows_refused":1,"reconnects":2,"#
        + #""market_rows":9,"market_dropped":4,"faults":[]}],"next":null}"#)
    #expect(!answer.text.contains("hunter2"))
  }

  @Test("A fault has the statement that repairs it, quoted as JSON wants it")
  func faults() throws {
    let service = try TestService()
    var questdb = StoreStatus(kind: .questdb, target: "host=a")
    questdb.state = .waiting
    let fault = StoreFault(
      .missingColumn, table: "fills", column: "fee", problem: "fills.fee is \"missing\"",
      repair: "ALTER TABLE \"fills\" ADD COLUMN \"fee\" DOUBLE")
    questdb.detail = fault.description
    questdb.faults = [fault, StoreFault(.suspended, table: "equity", problem: "p", repair: "r")]
    let postgres = StoreStatus(kind: .postgres, target: "host=b")
    service.desk.stores.withLock { $0 = [questdb, postgres] }
    let json = service.get("/api/stores").json
    #expect(json["count"]?.int64 == 2)
    let stores = try #require(json["results"]?.array)
    #expect(stores.compactMap { $0["store"]?.string } == ["questdb", "postgres"])
    #expect(stores[0]["state"]?.string == "waiting")
    #expect(stores[1]["state"]?.string == "connecting")
    let faults = try #require(stores[0]["faults"]?.array)
    #expect(faults.compactMap { $0["kind"]?.string } == ["missingColumn", "suspended"])
    #expect(faults[0]["table"]?.string == "fills")
    #expect(faults[0]["column"]?.string == "fee")
    #expect(faults[0]["problem"]?.string == fault.problem)
    #expect(faults[0]["repair"]?.string == fault.repair)
    #expect(faults[1]["column"]?.string == "")
  }

  @Test("A store that has acknowledged more than the journal said is not behind")
  func notBehind() throws {
    var status = StoreStatus(kind: .postgres, target: "")
    (status.journalSeq, status.acknowledgedSeq) = (5, 6)
    #expect(status.lagEvents == 0)
    let json = try JSONParser.parse(StoreRoutes.encode([status]))
    #expect(json["results"]?.array?.first?["lag_events"]?.int64 == 0)
  }
}
