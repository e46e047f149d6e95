import Desk

/// The rows in which journal and store seem to differ, kept in the scratch database with every state the
/// journal gave them, so that what merely moved can be told from what is wrong.
final class FoundDifferences {
  /// A difference as it stands.
  struct Entry {
    let layout: TableLayout
    let key: String
    let micros: Int64
    /// Digest of the journal's row at the acknowledged event; nil when it had none.
    let expected: RowDigest?
    /// Rows of this key in the store, and the sum of their digests.
    var copies: Int64
    var actual: RowDigest
    /// The columns that differ, see `ColumnDifference`.
    var detail: [UInt8]
    /// The store's rows when it was found.
    let firstCopies: Int64
    let firstActual: RowDigest
  }

  /// How many are kept.
  private(set) var count = 0
  /// How many of a table and day were found beyond the cap.
  private(set) var uncounted: [DayKey: Int] = [:]

  private let cap: Int
  private let connection: SQLiteConnection
  private let select: SQLiteStatement
  private let insert: SQLiteStatement
  private let update: SQLiteStatement
  private let grow: SQLiteStatement
  private let insertState: SQLiteStatement

  /// Empty, in the scratch database; keeps at most `cap`.
  init(_ connection: SQLiteConnection, cap: Int) throws(SQLiteError) {
    self.connection = connection
    self.cap = cap
    try connection.execute(
      """
      CREATE TABLE found (tbl INTEGER, key TEXT, micros INTEGER, expected BLOB,
        copies INTEGER, actual BLOB, next_copies INTEGER, next_actual BLOB, detail BLOB, moved INTEGER,
        first_copies INTEGER, first_actual BLOB, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
      CREATE INDEX found_time ON found (tbl, micros);
      CREATE TABLE states (tbl INTEGER, key TEXT, digest BLOB, PRIMARY KEY (tbl, key, digest)) WITHOUT ROWID;
      """)
    select = try connection.prepare(
      "SELECT next_copies, next_actual FROM found WHERE tbl = ?1 AND key = ?2")
    insert = try connection.prepare(
      "INSERT INTO found VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?6, ?7, 0, ?5, ?6)")
    update = try connection.prepare(
      """
      UPDATE found SET next_copies = ?3, next_actual = ?4, detail = coalesce(?5, detail)
        WHERE tbl = ?1 AND key = ?2
      """)
    grow = try connection.prepare(
      """
      UPDATE found SET next_copies = ?3, next_actual = ?4, detail = coalesce(?5, detail),
        copies = ?3, actual = ?4, first_copies = ?3, first_actual = ?4 WHERE tbl = ?1 AND key = ?2
      """)
    insertState = try connection.prepare("INSERT OR IGNORE INTO states VALUES (?1, ?2, ?3)")
  }

  /// Notes a difference; a second row of the same key adds to the first.
  ///
  /// - Parameters:
  ///   - copies: 1 for a row of the store, 0 when it has none.
  ///   - before: digest of a row of the same key that the store gave before and that was right.
  func add(
    _ layout: TableLayout, key: String, micros: Int64, expected: RowDigest?, copies: Int64,
    actual: RowDigest, before: RowDigest? = nil, detail: [UInt8]
  ) throws(SQLiteError) {
    var (copies, actual) = (copies, actual)
    if let known = try next(layout, key) {
      actual += known.actual
      try set(grow, layout, key, copies: known.copies + copies, actual: actual, detail: nil)
      return
    }
    if let before {
      copies += 1
      actual += before
    }
    guard count < cap else {
      uncounted[DayKey(layout, VerifyDay(micros: micros)), default: 0] += 1
      return
    }
    count += 1
    try insert.bind(layout.number, at: 1)
    try insert.bind(key, at: 2)
    try insert.bind(micros, at: 3)
    if let expected {
      try insert.bind(blob: expected.stored, at: 4)
      try addState(layout, key, expected)
    } else {
      try insert.bindNull(at: 4)
    }
    try insert.bind(copies, at: 5)
    try insert.bind(blob: actual.stored, at: 6)
    try insert.bind(blob: detail, at: 7)
    try insert.run()
  }

  /// True when a key is among them.
  func contains(_ layout: TableLayout, _ key: String) throws(SQLiteError) -> Bool {
    try next(layout, key) != nil
  }

  /// Notes a state the journal gave the row of a key: the store may have it.
  func addState(_ layout: TableLayout, _ key: String, _ digest: RowDigest) throws(SQLiteError) {
    try insertState.bind(layout.number, at: 1)
    try insertState.bind(key, at: 2)
    try insertState.bind(blob: digest.stored, at: 3)
    try insertState.run()
  }

  // MARK: Looking again

  /// Begins another look at the store: no row of it is seen yet.
  func beginLook() throws(SQLiteError) {
    let reset = try connection.prepare("UPDATE found SET next_copies = 0, next_actual = ?1")
    try reset.bind(blob: RowDigest().stored, at: 1)
    try reset.run()
  }

  /// A row of the store in this look; it is passed over when its key is not among the differences.
  func look(
    _ layout: TableLayout, key: String, actual: RowDigest, detail: () throws(SQLiteError) -> [UInt8]
  ) throws(SQLiteError) {
    guard let known = try next(layout, key) else { return }
    var sum = known.actual
    sum += actual
    try set(update, layout, key, copies: known.copies + 1, actual: sum, detail: try detail())
  }

  /// Ends a look, with what it saw in the place of what was seen before.
  ///
  /// - Returns: how many rows have changed since.
  func endLook() throws(SQLiteError) -> Int {
    try connection.execute(
      """
      UPDATE found SET moved = (copies <> next_copies OR actual <> next_actual),
        copies = next_copies, actual = next_actual
      """)
    return Int(clamping: try connection.integer("SELECT count(*) FROM found WHERE moved") ?? 0)
  }

  /// Passes those to a body that are none: the store has one row, in a state the journal gave it, or has
  /// none where the journal has none. Then forgets them.
  func settle(_ body: (Entry) -> Void) throws(SQLiteError) {
    let isSettled = """
      (copies = 1 AND EXISTS (SELECT 1 FROM states
        WHERE states.tbl = found.tbl AND states.key = found.key AND states.digest = found.actual))
      OR (copies = 0 AND expected IS NULL)
      """
    try forEach(where: isSettled) { entry, _ in body(entry) }
    try connection.execute("DELETE FROM found WHERE \(isSettled)")
    count = Int(clamping: try connection.integer("SELECT count(*) FROM found") ?? 0)
  }

  /// Passes all to a body, by table and time, with whether the last look saw them change.
  func forEach(_ body: (Entry, Bool) throws(SQLiteError) -> Void) throws(SQLiteError) {
    try forEach(where: "1", body)
  }

  /// At most about 200 ranges of microseconds that cover a table's differences, none twice.
  func ranges(_ layout: TableLayout) throws(SQLiteError) -> [ClosedRange<Int64>] {
    let select = try connection.prepare("SELECT micros FROM found WHERE tbl = ?1 ORDER BY micros")
    try select.bind(layout.number, at: 1)
    var all: [Int64] = []
    while try select.step() { all.append(select.int64(0)) }
    return Self.ranges(all, most: 200)
  }

  /// Covers sorted moments with at most about `most` ranges; equal moments fall into one.
  static func ranges(_ moments: [Int64], most: Int) -> [ClosedRange<Int64>] {
    let share = max(1, moments.count / max(1, most))
    var ranges: [ClosedRange<Int64>] = []
    var inLast = 0
    for moment in moments {
      if let last = ranges.last, inLast < share || last.upperBound == moment {
        ranges[ranges.count - 1] = last.lowerBound...moment
        inLast += 1
      } else {
        ranges.append(moment...moment)
        inLast = 1
      }
    }
    return ranges
  }

  private func next(
    _ layout: TableLayout, _ key: String
  ) throws(SQLiteError) -> (copies: Int64, actual: RowDigest)? {
    defer { select.reset() }
    try select.bind(layout.number, at: 1)
    try select.bind(key, at: 2)
    guard try select.step() else { return nil }
    return (select.int64(0), RowDigest(stored: select.bytes(1)))
  }

  private func set(
    _ statement: SQLiteStatement, _ layout: TableLayout, _ key: String, copies: Int64,
    actual: RowDigest, detail: [UInt8]?
  ) throws(SQLiteError) {
    try statement.bind(layout.number, at: 1)
    try statement.bind(key, at: 2)
    try statement.bind(copies, at: 3)
    try statement.bind(blob: actual.stored, at: 4)
    if let detail { try statement.bind(blob: detail, at: 5) } else { try statement.bindNull(at: 5) }
    try statement.run()
  }

  private func forEach(
    where condition: String, _ body: (Entry, Bool) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let rows = try connection.prepare(
      """
      SELECT tbl, key, micros, expected, copies, actual, detail, moved, first_copies, first_actual
        FROM found WHERE \(condition) ORDER BY tbl, micros, key
      """)
    while try rows.step() {
      let entry = Entry(
        layout: TableLayout.journaled[Int(rows.int64(0))], key: rows.text(1), micros: rows.int64(2),
        expected: rows.isNull(3) ? nil : RowDigest(stored: rows.bytes(3)), copies: rows.int64(4),
        actual: RowDigest(stored: rows.bytes(5)), detail: rows.bytes(6), firstCopies: rows.int64(8),
        firstActual: RowDigest(stored: rows.bytes(9)))
      try body(entry, rows.bool(7))
    }
  }
}

/// A table and a day of it.
struct DayKey: Hashable {
  let table: Int64
  let day: VerifyDay

  init(_ layout: TableLayout, _ day: VerifyDay) {
    table = layout.number
    self.day = day
  }
}
