internal import Ingest

/// Runs one reading statement given by hand and hands its rows on as text; for one thread.
///
/// Three things keep it from writing: the connection is opened read-only, the statement must begin with a
/// word that reads (so no `VACUUM INTO`, no `ATTACH`, no temporary table), and there is only one.
public struct SQLRunner {
  /// Where text goes as it is made; throwing ends the statement.
  public typealias Output = ([UInt8]) throws -> Void

  private static let readingWords: Set<String> = ["SELECT", "WITH", "VALUES", "EXPLAIN"]

  private let connection: SQLiteConnection

  /// Opens a journal that exists, and the tables beside it.
  public init(path: String) throws(SQLRunnerError) {
    do throws(SQLiteError) {
      connection = try SQLiteConnection.readingTables(journal: path)
    } catch {
      throw SQLRunnerError(error)
    }
  }

  /// Runs a statement.
  ///
  /// - Parameters:
  ///   - parameters: values by name, without the `:`; those the statement names besides are NULL.
  ///   - format: see `Format`, also for what it holds in memory.
  /// - Returns: the number of rows.
  @discardableResult
  public func run(
    _ sql: String, parameters: [String: SQLValue] = [:], format: Format, to output: Output
  ) throws(SQLRunnerError) -> Int {
    let query: SQLText
    do throws(SQLText.Fault) { query = try SQLText(sql) } catch { throw SQLRunnerError(error) }
    guard Self.readingWords.contains(query.keyword) else { throw SQLRunnerError.notReadOnly }
    if let unknown = parameters.keys.sorted().first(where: { !query.parameters.contains($0) }) {
      let known = query.parameters.map { ":" + $0 }.joined(separator: ", ")
      throw SQLRunnerError(
        .badParameter, "the statement has no :\(unknown); it has \(known.isEmpty ? "none" : known)")
    }
    let statement = try prepare(query, parameters)
    var formatter = format.formatter(
      columns: (0..<statement.columnCount).map { statement.columnName($0) })
    var count = 0
    do {
      while try next(statement) {
        formatter.add((0..<statement.columnCount).map { SQLValue(statement, column: $0) })
        count += 1
        if formatter.bytes.count >= 32_768 { try output(formatter.takeBytes()) }
      }
      formatter.finish()
      try output(formatter.takeBytes())
    } catch let error as SQLRunnerError {
      throw error
    } catch {
      throw SQLRunnerError(.outputFailed, "the rows could not be written: \(error)")
    }
    return count
  }

  private func next(_ statement: SQLiteStatement) throws(SQLRunnerError) -> Bool {
    do throws(SQLiteError) { return try statement.step() } catch { throw SQLRunnerError(error) }
  }

  private func prepare(
    _ query: SQLText, _ parameters: [String: SQLValue]
  ) throws(SQLRunnerError) -> SQLiteStatement {
    do throws(SQLiteError) {
      let statement = try connection.prepare(query.text)
      for (place, name) in query.parameters.enumerated() {
        try (parameters[name] ?? .null).bind(to: statement, at: Int32(clamping: place + 1))
      }
      return statement
    } catch {
      throw SQLRunnerError(error)
    }
  }
}
