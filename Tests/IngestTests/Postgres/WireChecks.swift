import Testing

@testable import Ingest

/// What the wire must do alike against every server.
struct WireChecks {
  let server: WireServer

  init(_ server: WireServer) { self.server = server }

  func roundTrip() throws {
    let table = try WireTable(server)
    let texts = [nil, "", "🧭 naïve 語 'quoted' \"\\ $1 \n\t", String(repeating: "é", count: 2_048)]
    let doubles: [Double?] = [
      nil, 0, .leastNonzeroMagnitude, -Double.leastNormalMagnitude / 7, .leastNormalMagnitude,
      .greatestFiniteMagnitude, 0.1, -1e300, 1.0 / 3,
    ]
    // To the microsecond at both ends of what the desk may write.
    let times: [Int64] = [0, 1, 946_684_799_999_999, 7_258_118_399_999_999]
    var rows: [WireRow] = []
    for text in texts {
      for double in doubles {
        for time in times {
          let id = Int64(rows.count)
          rows.append(
            WireRow(ts: time, id: id, d: double, b: id % 3 == 0, s: text, u: id % 2 == 0 ? time : nil))
        }
      }
    }
    rows[0].id = -9_007_199_254_740_993
    try table.submit(rows)
    try table.connection.receive()
    #expect(try table.stored() == rows)
    // The same keys again with other values: still one row each.
    for index in rows.indices { rows[index].s = "again \(index)" }
    try table.submit(rows)
    try table.connection.receive()
    #expect(try table.stored() == rows)
  }

  func refusedRow() throws {
    let table = try WireTable(server)
    let connection = table.connection
    let good = WireTable.rows(0..<5)
    try table.submit(good)
    try connection.receive()
    for (index, place) in [0, 7, 19].enumerated() {
      var rows = WireTable.rows(100..<120)
      rows[place] = table.poison(Int64(100 + place))
      try table.submit(rows)
      #expect(connection.inFlight == 1)
      let error = #expect(throws: PostgresError.self) { try connection.receive() }
      #expect(error?.code == .server)
      #expect(connection.isOpen && connection.inFlight == 0)
      try connection.recover()
      #expect(connection.generation == index + 1)
      #expect(try table.stored() == good)
    }
    let more = WireTable.rows(5..<9)
    try table.submit(more)
    try connection.receive()
    #expect(try table.stored() == good + more)
  }

  func twoInFlight() throws {
    let table = try WireTable(server)
    let connection = table.connection
    var bad = WireTable.rows(0..<50)
    bad[25] = table.poison(25)
    let second = WireTable.rows(50..<100)
    try table.submit(bad)
    try table.submit(second)
    #expect(connection.inFlight == 2)
    #expect(throws: PostgresError.self) { try connection.receive() }
    #expect(connection.inFlight == 1)
    try connection.recover()
    #expect(connection.inFlight == 0)
    // Of the second nothing is known; of the first nothing is there.
    #expect(try table.stored().allSatisfy { $0.id >= 50 })
    try table.submit(bad.filter { $0.id != 25 && $0.ts > 0 && $0.s?.contains("\u{0}") == false })
    try table.submit(second)
    try connection.receive()
    try connection.receive()
    #expect(try table.stored() == WireTable.rows(0..<25) + WireTable.rows(26..<100))
  }

  func badStatement() throws {
    let table = try WireTable(server)
    let connection = table.connection
    let wrong = PreparedStatement(
      name: "wrong", sql: "INSERT INTO \(table.name) (ts, nosuch) VALUES ($1, $2)",
      parameterTypes: [PostgresType.timestamp, PostgresType.int8])
    var transaction = WireTransaction()
    transaction.beginExecution(of: wrong)
    transaction.bind(timestampMicros: WireTable.noon)
    transaction.bind(1 as Int64)
    try connection.submit(transaction)
    let error = #expect(throws: PostgresError.self) { try connection.receive() }
    #expect(error?.message.contains("nosuch") == true, "\(String(describing: error))")
    try connection.recover()
    try table.submit(WireTable.rows(0..<3))
    try connection.receive()
    #expect(try table.stored() == WireTable.rows(0..<3))
  }

  func addColumn() throws {
    let table = try WireTable(server)
    try table.submit(WireTable.rows(0..<3))
    try table.connection.receive()
    try table.connection.execute(
      "ALTER TABLE \(table.name) ADD COLUMN late \(server.isQuestDB ? "DOUBLE" : "float8")")
    try table.submit(WireTable.rows(3..<6))
    try table.connection.receive()
    try server.connect().execute(
      "ALTER TABLE \(table.name) ADD COLUMN later \(server.isQuestDB ? "LONG" : "bigint")")
    try table.submit(WireTable.rows(6..<9))
    try table.connection.receive()
    #expect(try table.stored() == WireTable.rows(0..<9))
  }

  func manyInFlight() throws {
    let table = try WireTable(server)
    let filler = String(repeating: "x", count: 4_000)
    for batch in 0..<40 as Range<Int64> {
      var rows = WireTable.rows(batch * 200..<(batch + 1) * 200)
      for index in rows.indices { rows[index].s = filler }
      try table.submit(rows)
    }
    #expect(table.connection.inFlight == 40)
    while table.connection.inFlight > 0 { try table.connection.receive() }
    #expect(try table.stored().map(\.id) == Array(0..<8_000))
  }

  func streaming(_ sql: String) throws {
    let connection = try server.connect()
    var (count, sum) = (0, 0 as Int64)
    try connection.forEachRow(sql + " LIMIT 100000") { row in
      if case .integer(let x) = row[0], row[1] == .integer(x + 1) { (count, sum) = (count + 1, sum + x) }
      return true
    }
    #expect(count == 100_000 && sum == 5_000_050_000)
    for _ in 0..<3 {
      var seen = 0
      try connection.forEachRow(sql) { _ in
        seen += 1
        return seen < 10
      }
      #expect(seen == 10)
      #expect(try connection.query(sql + " LIMIT 1") == [[.integer(1), .integer(2)]])
    }
    let error = #expect(throws: PostgresError.self) {
      try connection.forEachRow(sql) { _ throws(PostgresError) in throw PostgresError(.server, "mine") }
    }
    #expect(error?.message == "mine")
    #expect(throws: PostgresError.self) { try connection.query(sql) }
    #expect(connection.isOpen)
    try connection.execute("SELECT 1")
  }

  /// Why a connection with further words cannot be opened.
  func openFailure(_ words: String) throws -> PostgresError {
    do {
      _ = try server.connect(words)
    } catch let error as PostgresError {
      #expect(!"\(error)".contains("wr0ng-pass"))
      return error
    }
    throw WireFault("it connected")
  }

  /// Why a statement is refused; the connection goes on.
  func statementFailure(_ sql: String) throws -> PostgresError {
    let connection = try server.connect()
    let one = #expect(throws: PostgresError.self) { try connection.execute(sql) }
    let two = #expect(throws: PostgresError.self) { try connection.query(sql) }
    #expect(one?.code == .server && one == two)
    #expect(connection.isOpen)
    try connection.execute("SELECT 1")
    return try #require(one)
  }
}
