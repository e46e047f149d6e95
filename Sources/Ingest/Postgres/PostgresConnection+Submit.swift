internal import CLibPQ

extension PostgresConnection {
  /// Queues BEGIN, the executions, COMMIT and a sync, and sends what the socket takes without waiting.
  ///
  /// Statements new to the connection are prepared before it, in a sync of their own; how that went is part
  /// of this transaction's `receive`. Several transactions may be in flight: what the socket does not take
  /// lies in memory, so their number and size are the caller's to bound.
  ///
  /// - Throws: `.lost` when the connection is gone.
  public func submit(_ transaction: WireTransaction) throws(PostgresError) {
    precondition(transaction.isComplete, "an execution lacks values")
    precondition(!needsRecovery, "a transaction was refused: recover first")
    precondition(!isReading, "the connection is reading rows")
    try finishCancel()
    let handle = try unsafe live()
    if !isPipelining {
      try unsafe check(PQenterPipelineMode(handle), handle)
      isPipelining = true
    }
    let before = prepared.count
    let statements = try unsafe prepare(transaction.statements, handle)
    let flight = Flight(
      prepares: prepared.count - before, executions: transaction.executionCount,
      rows: Self.rowsExpected(of: transaction))
    try unsafe sendBare("BEGIN", handle)
    try unsafe send(transaction, statements, handle)
    try unsafe sendBare("COMMIT", handle)
    try unsafe check(PQpipelineSync(handle), handle)
    flights.append(flight)
    // Reads as well where the socket takes no more, so that two full directions cannot lock each other.
    if unsafe PQflush(handle) < 0 { throw unsafe lost(handle) }
  }

  /// Rows that the executions must report together; nil when one of the statements does not say.
  private static func rowsExpected(of transaction: WireTransaction) -> Int? {
    let rows = transaction.statements.map(\.rowsPerExecution)
    if rows.contains(0) { return nil }
    if rows.count == 1 { return transaction.executionCount * rows[0] }
    return transaction.executions.reduce(0) { $0 + rows[$1.statement] }
  }

  /// Queues a statement without parameters.
  @unsafe
  private func sendBare(_ sql: StaticString, _ handle: OpaquePointer) throws(PostgresError) {
    let text = unsafe UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
    try unsafe check(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1), handle)
  }

  /// The server's names of statements; those it does not know are prepared in a sync of their own.
  @unsafe
  private func prepare(
    _ statements: [PreparedStatement], _ handle: OpaquePointer
  ) throws(PostgresError) -> [ServerStatement] {
    var known: [ServerStatement] = []
    var isNew = false
    for statement in statements {
      if let old = prepared[statement.name] {
        precondition(old.statement == statement, "the name \(statement.name) means two statements")
        known.append(old)
        continue
      }
      let new = ServerStatement(statement, generation: generation)
      let types = statement.parameterTypes
      let sent = unsafe PQsendPrepare(handle, new.cName, statement.sql, Int32(clamping: types.count), types)
      try unsafe check(sent, handle)
      prepared[statement.name] = new
      known.append(new)
      isNew = true
    }
    if isNew { try unsafe check(PQpipelineSync(handle), handle) }
    return known
  }

  /// Queues the executions: pointers into the flat buffer, no value copied but by libpq.
  @unsafe
  private func send(
    _ transaction: WireTransaction, _ statements: [ServerStatement], _ handle: OpaquePointer
  ) throws(PostgresError) {
    let counts = statements.map(\.statement.parameterTypes.count)
    let widest = counts.max() ?? 0
    // Every parameter in binary.
    let formats = [Int32](repeating: 1, count: max(widest, 1))
    var values = unsafe [UnsafePointer<CChar>?](repeating: nil, count: max(widest, 1))
    let isSent: Bool = unsafe transaction.bytes.withUnsafeBytes { bytes in
      unsafe transaction.lengths.withUnsafeBufferPointer { lengths in
        unsafe values.withUnsafeMutableBufferPointer { values in
          unsafe formats.withUnsafeBufferPointer { formats in
            var start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            for execution in transaction.executions {
              let count = counts[execution.statement]
              let first = execution.firstValue
              for index in 0..<count {
                let length = unsafe lengths[first + index]
                unsafe values[index] = length < 0 ? nil : start
                if length > 0 { unsafe start = start.map { unsafe $0 + Int(length) } }
              }
              let sent = unsafe PQsendQueryPrepared(
                handle, statements[execution.statement].cName, Int32(truncatingIfNeeded: count),
                values.baseAddress, lengths.baseAddress.map { unsafe $0 + first }, formats.baseAddress, 1)
              if sent != 1 { return false }
            }
            return true
          }
        }
      }
    }
    if !isSent { throw unsafe lost(handle) }
  }
}
