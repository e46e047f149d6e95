internal import CLibPQ

extension PostgresConnection {
  /// Waits for the oldest transaction in flight. Returning means stored: BEGIN, every execution with the
  /// rows it announced, COMMIT and the sync succeeded, and the server says no transaction is open.
  ///
  /// That last word is heard only when no younger transaction is in flight.
  ///
  /// - Throws: `.server`, with the server's first error, when it is refused as a whole: `recover` is due
  ///   before anything else is sent, and of younger ones in flight nothing is known.
  public func receive() throws(PostgresError) {
    precondition(!flights.isEmpty, "nothing is in flight")
    let handle = try unsafe live()
    let deadline = answerDeadline
    let refused = try unsafe drain(flights[0], handle, until: deadline)
    flights.removeFirst()
    if let refused {
      needsRecovery = true
      throw refused
    }
    if flights.isEmpty, unsafe PQtransactionStatus(handle) != PQTRANS_IDLE {
      needsRecovery = true
      throw error(.server, "COMMIT succeeded and a transaction is still open")
    }
  }

  /// After a refusal: reads all that is in flight to its end, rolls back and forgets the prepared
  /// statements, which a server may have spoilt; `submit` prepares them again.
  ///
  /// - Throws: only what ends the connection.
  public func recover() throws(PostgresError) {
    let handle = try unsafe live()
    while let flight = flights.first {
      _ = try unsafe drain(flight, handle, until: answerDeadline)
      flights.removeFirst()
    }
    needsRecovery = false
    do {
      try execute("ROLLBACK")
    } catch {
      throw error.endsConnection ? error : ended(.lost, "ROLLBACK was refused: \(error.message)")
    }
    guard unsafe PQtransactionStatus(handle) == PQTRANS_IDLE else {
      throw ended(.lost, "a transaction is still open after ROLLBACK")
    }
    let forgotten = prepared.values.map(\.serverName).sorted()
    prepared = [:]
    generation += 1
    for name in forgotten {
      do {
        try execute("DEALLOCATE \(name)")
      } catch  where !error.endsConnection {
        // One that was never prepared; the next has another name anyway.
      }
    }
  }

  /// Leaves pipeline mode, if it is on.
  @unsafe
  func leavePipeline(_ handle: OpaquePointer) throws(PostgresError) {
    guard isPipelining else { return }
    try unsafe check(PQexitPipelineMode(handle), handle)
    isPipelining = false
  }

  /// Reads one transaction's answers, and those of the statements prepared for it. The first refusal, nil
  /// when there is none.
  ///
  /// Never inlined: into `recover` the optimiser of Swift 6.3 cannot, it ends with an ownership error.
  @inline(never)
  @unsafe
  private func drain(
    _ flight: Flight, _ handle: OpaquePointer, until deadline: Int64
  ) throws(PostgresError) -> PostgresError? {
    var refused: PostgresError?
    if flight.prepares > 0 {
      refused = try unsafe drainSync(handle, results: flight.prepares, until: deadline) { _, _ in nil }
    }
    let last = flight.rows.count + 1
    let second = try unsafe drainSync(handle, results: flight.rows.count + 2, until: deadline) {
      result, index in
      if index == 0 { return nil }
      if index < last { return unsafe rowFault(result, wanted: flight.rows[index - 1]) }
      // PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction, and calls that a success.
      let tag = unsafe PQcmdStatus(result).map { unsafe String(cString: $0) } ?? ""
      return tag == "COMMIT" ? nil : "the server answered \(tag) to COMMIT"
    }
    return refused ?? second
  }

  /// Reads to the end of one sync.
  ///
  /// - Parameter fault: what is wrong with a successful result, by its place.
  @unsafe
  private func drainSync(
    _ handle: OpaquePointer, results: Int, until deadline: Int64,
    fault: (OpaquePointer, Int) -> String?
  ) throws(PostgresError) -> PostgresError? {
    var refused: PostgresError?
    var (count, ends) = (0, 0)
    while true {
      guard let result = try unsafe nextResult(handle, until: deadline) else {
        // One between two results; more mean that libpq waits for nothing.
        ends += 1
        if ends > 2 { throw unsafe lost(handle) }
        continue
      }
      defer { unsafe PQclear(result) }
      ends = 0
      switch unsafe PQresultStatus(result) {
      case PGRES_COMMAND_OK:
        if count < results, refused == nil, let words = unsafe fault(result, count) {
          refused = error(.server, words)
        }
        count += 1
      case PGRES_PIPELINE_SYNC:
        if refused == nil, count != results {
          refused = error(.server, "\(count) of \(results) statements were answered")
        }
        return refused
      case PGRES_PIPELINE_ABORTED: continue
      case PGRES_FATAL_ERROR:
        let found = unsafe refusal(result, handle)
        if found.endsConnection { throw found }
        if refused == nil { refused = found }
      default:
        if refused == nil { refused = error(.server, "an answer that does not belong to a transaction") }
      }
    }
  }

  /// What is wrong with the row count of an execution.
  @unsafe
  private func rowFault(_ result: OpaquePointer, wanted: Int32) -> String? {
    guard wanted > 0 else { return nil }
    var rows: Int32 = 0
    if var digit = unsafe PQcmdTuples(result) {
      while case let byte = unsafe digit.pointee, byte >= 48, byte <= 57 {
        rows = rows &* 10 &+ Int32(byte - 48)
        unsafe digit += 1
      }
    }
    return rows == wanted ? nil : "the server reports \(rows) rows stored where \(wanted) were sent"
  }
}
