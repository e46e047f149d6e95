internal import CLibPQ
internal import Glibc

extension PostgresConnection {
  /// Waits for the oldest transaction in flight. Returning means stored: BEGIN, every execution, COMMIT and
  /// the sync succeeded, the rows reported add up to those announced, and no transaction is open.
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
    let preparing =
      flight.prepares > 0 ? try unsafe drainSync(handle, results: flight.prepares, until: deadline) : nil
    let tally = try unsafe drainSync(handle, results: flight.executions + 2, until: deadline)
    if let refused = preparing?.refused ?? tally.refused { return refused }
    // PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction, and calls that a success.
    if !tally.isCommitted { return error(.server, "the server did not commit the transaction") }
    if let rows = flight.rows, tally.rows != rows {
      return error(.server, "the server reports \(tally.rows) rows stored where \(rows) were sent")
    }
    return nil
  }

  /// Reads to the end of one sync.
  ///
  /// Successes are counted, not told apart by their place: QuestDB swaps the answers to BEGIN and to the
  /// first execution of a new statement.
  @unsafe
  private func drainSync(
    _ handle: OpaquePointer, results: Int, until deadline: Int64
  ) throws(PostgresError) -> SyncTally {
    var tally = SyncTally()
    var (successes, ends) = (0, 0)
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
        successes += 1
        unsafe tally.count(result)
      case PGRES_PIPELINE_SYNC:
        if successes != results {
          tally.refuse(error(.server, "\(successes) of \(results) statements succeeded"))
        }
        return tally
      case PGRES_PIPELINE_ABORTED: continue
      case PGRES_FATAL_ERROR:
        let found = unsafe refusal(result, handle)
        if found.endsConnection { throw found }
        tally.refuse(found)
      default: tally.refuse(error(.server, "an answer that does not belong to a transaction"))
      }
    }
  }
}
