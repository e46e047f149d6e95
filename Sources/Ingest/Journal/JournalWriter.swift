import Desk
import Platform
import Primitives
import Trading

/// Writes batches and their intents: the journal's committing transaction, on the journal's thread.
final class JournalWriter {
  /// Why a group was not committed; it was rolled back whole.
  enum Failure: Error {
    /// The intent of this batch of the group was journaled before.
    case duplicateIntent(batch: Int, orderID: OrderID)
    /// SQLite refused.
    case refused(SQLiteError)
  }

  /// Number of the newest committed event.
  private(set) var lastSeq: Int64

  private let connection: SQLiteConnection
  private let begin: SQLiteStatement
  private let commit: SQLiteStatement
  private let insertEvent: SQLiteStatement
  private let insertIntent: SQLiteStatement
  private let codec: EventCodec
  private var payload = JSONWriter(reservingBytes: 4_096)

  /// Prepares its statements on the journal's one writing connection.
  init(_ connection: SQLiteConnection, codec: EventCodec) throws(SQLiteError) {
    self.connection = connection
    self.codec = codec
    begin = try connection.prepare("BEGIN IMMEDIATE")
    commit = try connection.prepare("COMMIT")
    insertEvent = try connection.prepare(
      """
      INSERT INTO journal (seq, at, account, session, tape_row, type, version, correlation_id,
        recorded_at, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """)
    insertIntent = try connection.prepare(
      """
      INSERT INTO intents (account, session, key, rule, fingerprint, signal_id, order_id, seq)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """)
    lastSeq =
      try connection.integer(
        "SELECT max(coalesce((SELECT max(seq) FROM journal), 0), \(JournalReader.cutSQL))") ?? 0
  }

  /// Commits batches in one transaction and gives their receipts; all of them or none.
  func write(
    _ batches: [JournalBatch], recordedAt: Timestamp
  ) throws(Failure) -> [JournalReceipt] {
    var receipts: [JournalReceipt] = []
    receipts.reserveCapacity(batches.count)
    var seq = lastSeq
    do {
      try run(begin)
      for (index, batch) in batches.enumerated() {
        let first = seq + 1
        for event in batch.events {
          seq += 1
          try insert(event, of: batch, at: index, seq: seq, recordedAt: recordedAt)
        }
        receipts.append(JournalReceipt(firstSeq: first, lastSeq: seq))
      }
      try run(commit)
    } catch {
      connection.rollBack()
      throw error
    }
    lastSeq = seq
    return receipts
  }

  private func insert(
    _ event: Event, of batch: JournalBatch, at index: Int, seq: Int64, recordedAt: Timestamp
  ) throws(Failure) {
    let type = EventType(of: event)
    payload.reset()
    codec.encode(event, into: &payload)
    do {
      try insertEvent.bind(seq, at: 1)
      try insertEvent.bind(batch.at.nanoseconds, at: 2)
      try insertEvent.bind(batch.account.text, at: 3)
      try insertEvent.bind(batch.session.text, at: 4)
      try insertEvent.bind(batch.tapeRow, at: 5)
      try insertEvent.bind(type.rawValue, at: 6)
      try insertEvent.bind(Int64(type.version), at: 7)
      try insertEvent.bind(event.correlationID, at: 8)
      try insertEvent.bind(recordedAt.nanoseconds, at: 9)
      try insertEvent.bind(text: payload.bytes, at: 10)
      try insertEvent.run()
    } catch { throw .refused(error) }
    if case .signalDecided(let decision) = event, let order = decision.order {
      try insert(decision, order, of: batch, at: index, seq: seq)
    }
  }

  private func insert(
    _ decision: SignalDecision, _ order: Order, of batch: JournalBatch, at index: Int, seq: Int64
  ) throws(Failure) {
    do {
      try insertIntent.bind(batch.account.text, at: 1)
      try insertIntent.bind(batch.session.text, at: 2)
      try insertIntent.bind(decision.key.text, at: 3)
      try insertIntent.bind(decision.key.rule.rawValue, at: 4)
      try insertIntent.bind(decision.fingerprint.text, at: 5)
      try insertIntent.bind(order.signalID.text, at: 6)
      try insertIntent.bind(order.id.description, at: 7)
      try insertIntent.bind(seq, at: 8)
      try insertIntent.run()
    } catch {
      throw error.isUniqueViolation
        ? .duplicateIntent(batch: index, orderID: order.id) : .refused(error)
    }
  }

  private func run(_ statement: SQLiteStatement) throws(Failure) {
    do { try statement.run() } catch { throw .refused(error) }
  }
}
