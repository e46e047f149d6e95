import Platform
import Primitives
import Trading

/// Looks committed intents up by key, over a read-only connection of its own.
///
/// Account threads share it one after the other; a look-up takes microseconds.
final class IntentIndex: Sendable {
  private let lookup: Locked<Lookup>
  private let path: String

  init(path: String) throws(JournalError) {
    self.path = path
    do { lookup = Locked(try Lookup(path: path)) } catch { throw JournalError(error, reading: path) }
  }

  /// The intent under the first key that has one.
  func find(
    account: AccountID, session: SessionID, keys: [String]
  ) throws(JournalError) -> PriorIntent? {
    let answer = lookup.withLock { lookup -> Result<PriorIntent?, SQLiteError> in
      do throws(SQLiteError) {
        return .success(try lookup.find(account: account.text, session: session.text, keys: keys))
      } catch { return .failure(error) }
    }
    do { return try answer.get() } catch { throw JournalError(error, reading: path) }
  }

  private struct Lookup {
    private let connection: SQLiteConnection
    private let select: SQLiteStatement

    init(path: String) throws(SQLiteError) {
      connection = try SQLiteConnection(path: path, mode: .readOnly)
      select = try connection.prepare(
        """
        SELECT order_id, signal_id, fingerprint FROM intents
          WHERE account = ?1 AND session = ?2 AND key = ?3
        """)
    }

    func find(account: String, session: String, keys: [String]) throws(SQLiteError) -> PriorIntent? {
      defer { select.reset() }
      try select.bind(account, at: 1)
      try select.bind(session, at: 2)
      for key in keys {
        try select.bind(key, at: 3)
        if try select.step() { return try prior() }
        select.reset()
      }
      return nil
    }

    private func prior() throws(SQLiteError) -> PriorIntent {
      guard let orderID = OrderID(text: select.text(0)),
        let fingerprint = Digest128(text: select.text(2))
      else {
        throw SQLiteError(
          extendedCode: SQLiteError.corruptCode, message: "an intent holds no ids of ours",
          statement: select.sql)
      }
      return PriorIntent(
        orderID: orderID, signalID: SignalID(select.text(1)), fingerprint: fingerprint)
    }
  }
}
