internal import Ingest
internal import Platform

/// Runs catalogue queries on one read-only connection, each compiled once; for one thread.
///
/// The connection is opened when it is first needed and given up after an error, so that a file that
/// comes late, or comes anew, is found.
final class QueryReader {
  private let path: String
  private let catalogue: QueryCatalogue
  private var connection: SQLiteConnection?
  /// At most as many as the catalogue has queries.
  private var statements: [String: SQLiteStatement] = [:]

  init(path: String, catalogue: QueryCatalogue) {
    self.path = path
    self.catalogue = catalogue
  }

  /// Runs queries on one state of the tables, so that a count and its rows agree.
  ///
  /// - Parameter deadline: on the monotonic clock, nanoseconds; also ends a statement that gives no row.
  func run(_ requests: [QueryRequest], deadline: Int64) throws(QueryError) -> [QueryRows] {
    do throws(QueryError) {
      return try runInTransaction(requests, deadline: deadline)
    } catch {
      statements = [:]
      connection = nil
      throw error
    }
  }

  private func runInTransaction(
    _ requests: [QueryRequest], deadline: Int64
  ) throws(QueryError) -> [QueryRows] {
    let connection = try opened()
    connection.interrupt(after: deadline)
    var answers: [QueryRows] = []
    do throws(SQLiteError) { try connection.execute("BEGIN") } catch { throw QueryError(error) }
    for request in requests { answers.append(try run(request, on: connection, deadline: deadline)) }
    do throws(SQLiteError) { try connection.execute("COMMIT") } catch { throw QueryError(error) }
    return answers
  }

  private func run(
    _ request: QueryRequest, on connection: SQLiteConnection, deadline: Int64
  ) throws(QueryError) -> QueryRows {
    let query = try catalogue.query(request.name)
    let unknown = request.parameters.keys.sorted().first { !query.parameters.contains($0) }
    if let unknown { throw QueryError(.unknownQuery, "\(request.name) has no parameter \(unknown)") }
    let outcome: Result<QueryRows, QueryError>
    do throws(SQLiteError) {
      outcome = try rows(request, query, on: connection, deadline: deadline)
    } catch {
      throw QueryError(error)
    }
    return try outcome.get()
  }

  private func rows(
    _ request: QueryRequest, _ query: SQLText, on connection: SQLiteConnection, deadline: Int64
  ) throws(SQLiteError) -> Result<QueryRows, QueryError> {
    let statement = try prepared(request.name, query, on: connection)
    defer { statement.reset() }
    for (place, name) in query.parameters.enumerated() {
      try (request.parameters[name] ?? .null).bind(to: statement, at: Int32(clamping: place + 1))
    }
    let columns = 0..<statement.columnCount
    var answer = QueryRows(columns: columns.map { statement.columnName($0) }, rows: [])
    while try statement.step() {
      if answer.rows.count >= QueryRows.cap {
        let reason = "\(request.name) gives more than \(QueryRows.cap) rows"
        return .failure(QueryError(.tooManyRows, reason))
      }
      if MonotonicClock.nowNanoseconds() >= deadline {
        return .failure(QueryError(.timedOut, "\(request.name) took too long"))
      }
      answer.rows.append(columns.map { SQLValue(statement, column: $0) })
    }
    return .success(answer)
  }

  private func prepared(
    _ name: String, _ query: SQLText, on connection: SQLiteConnection
  ) throws(SQLiteError) -> SQLiteStatement {
    if let statement = statements[name] { return statement }
    let statement = try connection.prepare(query.text)
    statements[name] = statement
    return statement
  }

  private func opened() throws(QueryError) -> SQLiteConnection {
    if let connection { return connection }
    do throws(SQLiteError) {
      let opened = try SQLiteConnection.readingTables(journal: path, busyTimeoutMillis: 1_000)
      connection = opened
      return opened
    } catch {
      throw QueryError(error)
    }
  }
}
