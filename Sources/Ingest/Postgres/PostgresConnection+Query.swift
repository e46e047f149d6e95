internal import CLibPQ

extension PostgresConnection {
  /// Most rows `query` gathers.
  static let queryLimit = 100_000

  /// Runs one statement that returns nothing (a definition, ROLLBACK); rows it gives are dropped.
  ///
  /// - Throws: `.server` when it is refused.
  public func execute(_ sql: String) throws(PostgresError) {
    try forbidNUL(sql, "the statement")
    let handle = try unsafe ready()
    try unsafe check(PQsendQuery(handle, sql), handle)
    try unsafe drainStatement(handle)
  }

  /// All rows of a small answer; none for a statement without rows.
  ///
  /// - Parameter parameters: values of $1, $2 … in text.
  /// - Throws: `.server` when it is refused, and for more than 100,000 rows.
  public func query(
    _ sql: String, _ parameters: [String?] = []
  ) throws(PostgresError) -> [[PostgresValue]] {
    var rows: [[PostgresValue]] = []
    try forEachRow(sql, parameters) { row throws(PostgresError) in
      guard rows.count < Self.queryLimit else {
        throw PostgresError(.server, "more than \(Self.queryLimit) rows in the answer")
      }
      rows.append(row.values)
      return true
    }
    return rows
  }

  /// Hands each row of an answer to a closure as it arrives, one in memory at a time.
  ///
  /// - Parameters:
  ///   - parameters: values of $1, $2 … in text; the server infers their types.
  ///   - body: true to go on, false to stop: the server is asked to cancel and what still comes is dropped.
  /// - Throws: `.server` when the server refuses, at once or half-way; what the closure throws.
  public func forEachRow(
    _ sql: String, _ parameters: [String?] = [],
    _ body: (PostgresRow) throws(PostgresError) -> Bool
  ) throws(PostgresError) {
    try forbidNUL(sql, "the statement")
    for (index, parameter) in parameters.enumerated() {
      if let parameter { try forbidNUL(parameter, "the parameter $\(index + 1)") }
    }
    let handle = try unsafe ready()
    let sent = unsafe CStrings.with(parameters) { values in
      unsafe PQsendQueryParams(handle, sql, Int32(clamping: parameters.count), nil, values, nil, nil, 1)
    }
    try unsafe check(sent ?? 0, handle)
    try unsafe check(PQsetSingleRowMode(handle), handle)
    isReading = true
    defer { isReading = false }
    let row = PostgresRow(cursor: ResultCursor())
    while let result = try unsafe nextResult(handle, until: answerDeadline) {
      defer { unsafe PQclear(result) }
      guard unsafe PQresultStatus(result) == PGRES_SINGLE_TUPLE else {
        if let refused = try unsafe judge(result, handle) {
          try unsafe drainStatement(handle, ignoringRefusal: true)
          throw refused
        }
        continue
      }
      var goesOn = false
      do {
        unsafe row.cursor.enter(result)
        defer { row.cursor.leave() }
        goesOn = try body(row)
      } catch {
        try stopReading()
        throw error
      }
      if !goesOn { return try stopReading() }
    }
  }

  /// Cancels the running query and drops what still comes of it.
  private func stopReading() throws(PostgresError) {
    let handle = try unsafe live()
    cancelRequest()
    try unsafe drainStatement(handle, ignoringRefusal: true)
    try finishCancel()
  }

  /// Reads a statement's results to their end, within one deadline.
  @unsafe
  private func drainStatement(
    _ handle: OpaquePointer, ignoringRefusal: Bool = false
  ) throws(PostgresError) {
    let deadline = answerDeadline
    var first: PostgresError?
    while let result = try unsafe nextResult(handle, until: deadline) {
      defer { unsafe PQclear(result) }
      let refused = try unsafe judge(result, handle)
      if first == nil { first = refused }
    }
    if let first, !ignoringRefusal { throw first }
  }

  /// The refusal in a result, nil when it is none.
  ///
  /// - Throws: when the connection is gone, and for COPY, which nobody here speaks: it is closed then.
  @unsafe
  private func judge(_ result: OpaquePointer, _ handle: OpaquePointer) throws(PostgresError) -> PostgresError?
  {
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY: return nil
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      throw ended(.lost, "COPY is not supported; the connection was closed")
    default:
      let refused = unsafe refusal(result, handle)
      if refused.endsConnection { throw refused }
      return refused
    }
  }

  /// The handle, out of pipeline mode.
  private func ready() throws(PostgresError) -> OpaquePointer {
    precondition(flights.isEmpty, "transactions are in flight: receive them first")
    precondition(!needsRecovery, "a transaction was refused: recover first")
    precondition(!isReading, "the connection is reading rows")
    try finishCancel()
    let handle = try unsafe live()
    try unsafe leavePipeline(handle)
    return unsafe handle
  }

  private func forbidNUL(_ text: String, _ what: String) throws(PostgresError) {
    if text.utf8.contains(0) { throw PostgresError(.server, "\(what) holds a NUL character") }
  }
}
