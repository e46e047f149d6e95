import Primitives
import Trading

/// Writes down where the journal begins, and erases what lies before; on the journal's thread.
final class CutStore {
  /// Events erased at once: a few milliseconds.
  static let chunk: Int64 = 500

  private let connection: SQLiteConnection
  private let cursors: CursorStore

  init(_ connection: SQLiteConnection, _ cursors: CursorStore) {
    self.connection = connection
    self.cursors = cursors
  }

  /// The last event taken out; 0 before the first cut.
  func seq() throws(SQLiteError) -> Int64 {
    try connection.integer("SELECT max(seq) FROM journal_cut") ?? 0
  }

  /// Makes a cut, in one transaction; false when a reader has gone back behind it meanwhile.
  func make(_ order: CutOrder, newest: Int64, projected: Int64) throws(SQLiteError) -> Bool {
    let cut = order.cut
    guard cut.seq < newest, cut.seq <= projected, try cut.seq > seq() else { return false }
    for store in order.stores
    where try cursors.read(WriterThread.safeCursor(store)) < cut.seq { return false }
    try connection.inTransaction { () throws(SQLiteError) in
      try connection.execute("DELETE FROM journal_cut; DELETE FROM journal_bases")
      let insert = try connection.prepare("INSERT INTO journal_cut VALUES (?1, ?2, ?3, ?4, ?5)")
      try insert.bind(cut.seq, at: 1)
      try insert.bind(cut.beginsAt.nanoseconds, at: 2)
      try insert.bind(cut.writtenThrough, at: 3)
      try insert.bind(cut.cutAt.nanoseconds, at: 4)
      try insert.bind(text: cut.foundEqualText, at: 5)
      try insert.run()
      for base in order.bases { try write(base) }
    }
    return true
  }

  /// Erases some of the events before the cut, in one transaction; how many there were.
  func eraseSome() throws(SQLiteError) -> Int {
    var erased: Int64 = 0
    try connection.inTransaction { () throws(SQLiteError) in
      try connection.execute(
        """
        DELETE FROM journal WHERE seq IN (SELECT seq FROM journal
          WHERE seq <= (SELECT max(seq) FROM journal_cut) ORDER BY seq LIMIT \(Self.chunk))
        """)
      erased = try connection.integer("SELECT changes()") ?? 0
    }
    return Int(erased)
  }

  private func write(_ base: AccountBase) throws(SQLiteError) {
    let insert = try connection.prepare("INSERT INTO journal_bases VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    try insert.bind(base.account.text, at: 1)
    try insert.bind(base.session.text, at: 2)
    try insert.bind(base.last.seq, at: 3)
    try insert.bind(base.last.at.nanoseconds, at: 4)
    try insert.bind(base.last.tapeRow, at: 5)
    try insert.bind(text: base.signalsText, at: 6)
    try insert.bind(base.stateHash, at: 7)
    try insert.bind(text: base.payload, at: 8)
    try insert.run()
  }
}
