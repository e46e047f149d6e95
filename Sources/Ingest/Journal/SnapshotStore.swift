import Desk
import Trading

/// Keeps an account's state after an event, so that a restart folds only what came later; the journal's
/// connection writes it, in a transaction of its own.
final class SnapshotStore {
  private let connection: SQLiteConnection
  private let codec: SnapshotCodec
  private let kept: Int64
  private let insert: SQLiteStatement
  private let prune: SQLiteStatement

  init(_ connection: SQLiteConnection, codec: SnapshotCodec, kept: Int64) throws(SQLiteError) {
    self.connection = connection
    self.codec = codec
    self.kept = kept
    insert = try connection.prepare(
      """
      INSERT INTO snapshots (seq, account, session, state_hash, payload) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (account, seq) DO UPDATE SET session = excluded.session,
          state_hash = excluded.state_hash, payload = excluded.payload
      """)
    prune = try connection.prepare(
      """
      DELETE FROM snapshots WHERE account = ?1 AND seq NOT IN
        (SELECT seq FROM snapshots WHERE account = ?1 ORDER BY seq DESC LIMIT ?2)
      """)
  }

  /// Writes a state and forgets all but the newest of its account. Nothing before the first session.
  func write(_ state: AccountState, seq: Int64) throws(SQLiteError) {
    guard let session = state.session else { return }
    try connection.inTransaction { () throws(SQLiteError) in
      try insert.bind(seq, at: 1)
      try insert.bind(session.account.text, at: 2)
      try insert.bind(session.sessionID.text, at: 3)
      try insert.bind(codec.stateHash(state), at: 4)
      try insert.bind(text: codec.encode(state), at: 5)
      try insert.run()
      try prune.bind(session.account.text, at: 1)
      try prune.bind(kept, at: 2)
      try prune.run()
    }
  }
}
