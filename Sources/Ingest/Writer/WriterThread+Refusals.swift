import Desk
import Platform
import Primitives

extension WriterThread {
  /// Rows refused one after the other, with none taken in between, past which the server is at fault and not
  /// the rows.
  static let mostRefusedInARow = 20

  /// A transaction failed: bad rows are put aside and the rest goes on; for everything else the connection
  /// ends.
  func recover(from error: PostgresError, _ link: StoreLink) throws(StoreProblem) {
    guard error.code == .server, Refusal(error) == .row else { throw problem(error, link) }
    try StoreProblem.reaching(link.recover)
    // A table that was changed refuses rows too, and it is not the rows' fault.
    try link.inspect(columns: true)
    let unsettled = sent
    sent.removeAll()
    for batch in unsettled {
      shared.update { $0.rowsRetried += Int64(batch.rows.count) }
      acknowledge(try hunt(batch, link), link)
    }
  }

  /// What a failure means: the tables tell when it looks like them.
  private func problem(_ error: PostgresError, _ link: StoreLink) -> StoreProblem {
    guard error.code == .server else { return .unreachable(error) }
    do throws(StoreProblem) {
      do throws(PostgresError) { try link.recover() } catch { return .unreachable(error) }
      try link.inspect(columns: true)
    } catch { return error }
    return .unreachable(error)
  }

  /// Stores what can be stored of a transaction, and puts aside the rows that cannot; what was stored.
  private func hunt(_ batch: Batch, _ link: StoreLink) throws(StoreProblem) -> Batch {
    var hunt = PoisonHunt(count: batch.rows.count)
    var letters: [DeadLetter] = []
    while let range = hunt.next {
      do throws(PostgresError) {
        try link.submit(Array(batch.rows[range]))
        try link.receive()
        hunt.taken()
      } catch {
        guard error.code == .server, Refusal(error) == .row else { throw problem(error, link) }
        try StoreProblem.reaching(link.recover)
        if range.count == 1 { letters.append(letter(batch.rows[range.lowerBound], batch, error.message)) }
        hunt.refusedNow()
        guard hunt.refusedInARow < Self.mostRefusedInARow else { throw .unreachable(error) }
        // Small transactions, one after the other, tell as much as a large one.
        let isOver = hunt.next == nil && !hunt.hasTaken
        let inARow = refusedInARow + hunt.refusedInARow
        guard !isOver || inARow < Self.mostRefusedInARow else { throw .unreachable(error) }
      }
    }
    refusedInARow = hunt.refusedInARow + (hunt.hasTaken ? 0 : refusedInARow)
    try setAside(letters, isMarket: batch.isMarket)
    var stored = batch
    for place in hunt.refused.sorted(by: >) { stored.rows.remove(at: place) }
    return stored
  }

  private func letter(_ row: Row, _ batch: Batch, _ reason: String) -> DeadLetter {
    DeadLetter(
      store: plan.kind.rawValue, table: row.table.rawValue, key: RowKey(of: row).text,
      seq: batch.seq ?? folds?.fold.cursor ?? 0, row: RowText.object(row), error: reason,
      recordedAt: WallClock.now().microseconds)
  }

  /// Puts aside the rows no store could hold; gives the others.
  func setAsideUnsound(_ rows: [Row], seq: Int64) throws(StoreProblem) -> [Row] {
    var letters: [DeadLetter] = []
    let sound = rows.filter { row in
      guard let fault = RowCheck.fault(of: row) else { return true }
      letters.append(letter(row, Batch(rows: [], seq: seq), "not sent: " + fault))
      return false
    }
    try setAside(letters, isMarket: false)
    return sound
  }

  /// Keeps refused rows in the journal before the cursor may pass them.
  private func setAside(_ letters: [DeadLetter], isMarket: Bool) throws(StoreProblem) {
    guard let first = letters.first else { return }
    if isMarket {
      shared.market?.drop(letters.count)
      return
    }
    let count = try StoreProblem.journaling { () throws(JournalError) in
      try journal.keepDeadLetters(letters)
      return try reader?.deadLetterCount(store: plan.kind.rawValue) ?? 0
    }
    shared.update { $0.rowsRefused = count }
    guard count <= DeadLetter.cap else { throw .faults([.tooManyRefused(first)]) }
    let others = letters.count > 1 ? " and \(letters.count - 1) more" : ""
    raise(
      .rowsRefused,
      "refused: row \(first.key) of \(first.table)\(others): \(first.error)",
      repair: "the rows are in the journal's table dead_letters; mend the cause, then run sextant ship")
  }
}
