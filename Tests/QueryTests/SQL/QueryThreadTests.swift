import Platform
import Testing

@testable import Query

@Suite("The thread that asks the tables")
struct QueryThreadTests {
  @Test("Until it is started, and until the file is there, the answer is: not ready")
  func notReady() throws {
    let database = try Database(withTables: false)
    let thread = QueryThread(path: database.path)
    defer { thread.stop() }
    #expect(throws: QueryError(.notReady, "")) { try ask(thread, QueryRequest("orders_count")) }
    thread.start()
    #expect(throws: QueryError(.notReady, "")) { try ask(thread, QueryRequest("orders_count")) }
    try database.makeTables()
    #expect(try ask(thread, QueryRequest("orders_count")).first?.count == 0)
  }

  @Test("A file without the tables is not ready either, and is once they are there")
  func noTables() throws {
    let database = try Database(withTables: false)
    _ = try SQLiteFile.empty(database.path)
    let thread = QueryThread(path: database.path)
    thread.start()
    defer { thread.stop() }
    #expect(throws: QueryError(.notReady, "")) { try ask(thread, QueryRequest("orders")) }
    try database.makeTables()
    #expect(try ask(thread, QueryRequest("orders")).first?.rows.isEmpty == true)
  }

  @Test("A full inbox refuses the next question at once")
  func full() throws {
    let database = try Database()
    let thread = QueryThread(path: database.path, inboxCapacity: 1, limitNanoseconds: 60_000_000_000)
    thread.start()
    let (entered, release) = (OneShot<Bool>(), OneShot<Bool>())
    thread.run([QueryRequest("orders_count")]) { _ in
      entered.fulfil(true)
      _ = release.wait(upTo: nil)
    }
    _ = entered.wait(upTo: nil)
    let second = OneShot<Bool>()
    thread.run([QueryRequest("orders_count")]) { second.fulfil((try? $0.get()) != nil) }
    #expect(throws: QueryError(.busy, "")) { try ask(thread, QueryRequest("orders_count")) }
    release.fulfil(true)
    #expect(second.wait(upTo: nil) == true)
    thread.stop()
  }

  @Test("A question that waited past its limit is given up")
  func late() throws {
    let database = try Database()
    let thread = QueryThread(path: database.path, inboxCapacity: 4, limitNanoseconds: 0)
    thread.start()
    defer { thread.stop() }
    #expect(throws: QueryError(.timedOut, "")) { try ask(thread, QueryRequest("orders_count")) }
  }

  @Test("A question that gives no row for too long is interrupted")
  func endless() throws {
    let database = try Database()
    let endless = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT max(i) FROM c"
    let reader = QueryReader(path: database.path, catalogue: try QueryCatalogue([("endless", endless)]))
    let deadline = MonotonicClock.nowNanoseconds() + 50_000_000
    #expect(throws: QueryError(.timedOut, "")) {
      try reader.run([QueryRequest("endless")], deadline: deadline)
    }
  }

  @Test("After an error the thread goes on answering")
  func recovers() throws {
    let database = try Database()
    let thread = QueryThread(path: database.path)
    thread.start()
    defer { thread.stop() }
    #expect(throws: QueryError(.unknownQuery, "")) { try ask(thread, QueryRequest("nothing")) }
    #expect(try ask(thread, QueryRequest("orders_count")).first?.count == 0)
  }

  @Test("A stopped thread refuses instead of staying silent")
  func stopped() throws {
    let database = try Database()
    let thread = QueryThread(path: database.path)
    thread.start()
    thread.stop()
    #expect(throws: QueryError(.busy, "")) { try ask(thread, QueryRequest("orders_count")) }
  }

  private func ask(_ thread: QueryThread, _ request: QueryRequest) throws -> [QueryRows] {
    let answer = OneShot<Result<[QueryRows], QueryError>>()
    thread.run([request]) { answer.fulfil($0) }
    return try #require(answer.wait(upTo: nil)).get()
  }
}
