internal import CLibPQ

extension PostgresConnection {
  /// Bytes of values after which a piece of a transaction is sent.
  static let pieceBytes = 64 << 10

  /// Sends a transaction: BEGIN, the executions, COMMIT and a sync; see `submit(preparing:_:)`.
  public func submit(_ transaction: WireTransaction) throws(PostgresError) {
    try submit(preparing: transaction.statements) { (send) throws(PostgresError) in try send(transaction) }
  }

  /// Sends a transaction in pieces as they are made, as fast as the socket takes them: BEGIN, the pieces'
  /// executions, COMMIT and a sync. The last piece may stay behind for `receive` to send.
  ///
  /// Statements new to the connection are prepared before it, in a sync of their own; how that went is part
  /// of this transaction's `receive`. Several transactions may be in flight.
  ///
  /// - Parameters:
  ///   - statements: every statement the pieces execute.
  ///   - pieces: hands over one piece after the other.
  /// - Throws: `.lost` when the connection is gone, `.timedOut` and `.interrupted` while it waits for the
  ///   socket.
  public func submit(
    preparing statements: [PreparedStatement],
    _ pieces: ((WireTransaction) throws(PostgresError) -> Void) throws(PostgresError) -> Void
  ) throws(PostgresError) {
    precondition(!needsRecovery, "a transaction was refused: recover first")
    precondition(!isReading, "the connection is reading rows")
    try finishCancel()
    let handle = try unsafe live()
    if !isPipelining {
      try unsafe check(PQenterPipelineMode(handle), handle)
      isPipelining = true
    }
    let before = prepared.count
    try unsafe prepare(statements, handle)
    var flight = Flight(prepares: prepared.count - before, executions: 0, rows: 0)
    try unsafe sendBare("BEGIN", handle)
    let deadline = answerDeadline
    try pieces { (piece) throws(PostgresError) in
      precondition(piece.isComplete, "an execution lacks values")
      // libpq moves all that it has queued whenever the socket takes a part: little is queued at a time.
      if flight.executions > 0 { try unsafe flush(handle, until: deadline) }
      try unsafe queue(piece, handle)
      flight.add(piece)
    }
    try unsafe sendBare("COMMIT", handle)
    try unsafe check(PQpipelineSync(handle), handle)
    flights.append(flight)
    // Reads as well where the socket takes no more, so that two full directions cannot lock each other.
    if unsafe PQflush(handle) < 0 { throw unsafe lost(handle) }
  }

  /// Queues a statement without parameters.
  @unsafe
  private func sendBare(_ sql: StaticString, _ handle: OpaquePointer) throws(PostgresError) {
    let text = unsafe UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
    try unsafe check(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 1), handle)
  }

  /// Prepares the statements the server does not know, in a sync of their own.
  @unsafe
  private func prepare(_ statements: [PreparedStatement], _ handle: OpaquePointer) throws(PostgresError) {
    var isNew = false
    for statement in statements {
      if let old = prepared[statement.name] {
        precondition(old.statement == statement, "the name \(statement.name) means two statements")
        continue
      }
      let new = ServerStatement(statement, generation: generation)
      let types = statement.parameterTypes
      let sent = unsafe PQsendPrepare(handle, new.cName, statement.sql, Int32(clamping: types.count), types)
      try unsafe check(sent, handle)
      prepared[statement.name] = new
      isNew = true
    }
    if isNew { try unsafe check(PQpipelineSync(handle), handle) }
  }

  /// Waits until the socket has taken what is queued, reading meanwhile, so that two full directions
  /// cannot lock each other.
  @unsafe
  private func flush(_ handle: OpaquePointer, until deadline: Int64) throws(PostgresError) {
    while true {
      let left = unsafe PQflush(handle)
      if left == 0 { return }
      if left < 0 { throw unsafe lost(handle) }
      try unsafe wait(handle, wantsWrite: true, until: deadline)
      if unsafe PQconsumeInput(handle) == 0 { throw unsafe lost(handle) }
    }
  }

  /// Queues a piece's executions: pointers into its flat buffer, no value copied but by libpq.
  @unsafe
  private func queue(_ piece: WireTransaction, _ handle: OpaquePointer) throws(PostgresError) {
    let statements = piece.statements.compactMap { prepared[$0.name] }
    precondition(statements.count == piece.statements.count, "a statement was not announced")
    let counts = statements.map(\.statement.parameterTypes.count)
    let widest = max(counts.max() ?? 0, 1)
    // Every parameter in binary.
    let formats = [Int32](repeating: 1, count: widest)
    var values = unsafe [UnsafePointer<CChar>?](repeating: nil, count: widest)
    let isQueued: Bool = unsafe piece.bytes.withUnsafeBytes { bytes in
      unsafe piece.lengths.withUnsafeBufferPointer { lengths in
        unsafe values.withUnsafeMutableBufferPointer { values in
          unsafe formats.withUnsafeBufferPointer { formats in
            var start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            for execution in piece.executions {
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
    if !isQueued { throw unsafe lost(handle) }
  }
}
