public import Primitives
public import Trading

/// The equity of a session as its table has it, for the curve a restart shows again.
public enum EquityHistory {
  /// Passes every valuation to a body, oldest first: desk time and equity in settlement currency. For
  /// a picture: the table holds binary fractions.
  public static func read(
    path: String, session: SessionID, _ body: (Timestamp, Fixed) -> Void
  ) throws(JournalError) {
    do {
      let connection = try SQLiteConnection.readingTables(journal: path)
      let select = try connection.prepare(
        "SELECT ts, equity FROM equity WHERE session_id = ?1 ORDER BY ts")
      try select.bind(session.text, at: 1)
      while try select.step() {
        guard let at = Timestamp(microseconds: select.int64(0)),
          let equity = Fixed(approximating: select.double(1))
        else { continue }
        body(at, equity)
      }
    } catch { throw JournalError(error, reading: path) }
  }
}
