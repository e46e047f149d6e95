public import Desk

/// What comparing a journal with a store came to.
public struct VerifyReport: Sendable {
  /// A table and day.
  public struct Day: Sendable {
    /// The table.
    public let table: Table
    /// The day of the rows' designated timestamp, UTC.
    public let day: VerifyDay
    /// Rows the journal makes.
    public var journalRows: Int64
    /// Rows the store has of this data directory's sessions; those it has newer are counted as the
    /// journal has them at the acknowledged event.
    public var storeRows: Int64
    /// Rows the store has in a state later than the acknowledged event.
    public var newerRows: Int64 = 0
    /// True when count and sums, as the server adds them up, are the journal's, and when rows moved
    /// meanwhile, so that they cannot be: each row was looked at.
    public var sumsAreEqual: Bool
    var journalDigest = RowDigest()
    var storeDigest = RowDigest()
    /// True when both have the same rows.
    public var digestsAreEqual: Bool { journalDigest == storeDigest }
    /// Rows in which they differ.
    public var differences = 0
  }

  /// What is wrong with a row.
  public enum Kind: String, Sendable, CaseIterable {
    /// The store does not have it.
    case missing
    /// The journal does not make it.
    case extra
    /// A column differs.
    case altered
    /// The store has it more than once.
    case duplicate
  }

  /// A row in which journal and store differ.
  public struct Difference: Sendable {
    /// The table.
    public let table: Table
    /// Its day.
    public let day: VerifyDay
    /// What is wrong.
    public let kind: Kind
    /// Values of its key columns as a JSON array, times as microseconds since 1970.
    public let key: String
    /// The columns that differ; empty unless altered.
    public let columns: [ColumnDifference]
    /// True when it was another at every look: not certain to be wrong.
    public let isMoving: Bool
    /// True when the store refused the row and it is kept as a dead letter.
    public var isDeadLetter: Bool
  }

  /// A row the store refused.
  public struct DeadLetter: Sendable {
    /// The table.
    public let table: String
    /// Values of its key columns as a JSON array.
    public let key: String
    /// The server's words.
    public let error: String
  }

  /// What keeps a table from being compared.
  public struct Fault: Sendable, Equatable {
    /// The table; empty when it is the whole store.
    public let table: String
    /// What is wrong.
    public let problem: String
    /// The statement or the deed that repairs it; may be empty.
    public let repair: String
  }

  /// Rows that were not compared because the store drops them by itself.
  public struct LeftOut: Sendable {
    /// The table.
    public let table: Table
    /// The first day that was compared.
    public let firstDay: VerifyDay
    /// Rows of earlier days that the journal makes.
    public let rows: Int64
    /// Why.
    public let reason: String
  }

  /// Name of the store: `questdb` or `postgres`.
  public let store: String
  /// Number of the last event the store has acknowledged: what was compared.
  public let acknowledged: Int64
  /// Number of the journal's newest event.
  public let newest: Int64
  /// Where the journal begins; nil when it has every event.
  public let begin: JournalCut?
  /// How far the store is found equal should nothing differ; nil when only a part is compared.
  var equality: Equality?
  /// By table and day.
  public internal(set) var days: [Day] = []
  /// The first of each table and day.
  public internal(set) var differences: [Difference] = []
  /// Rows that still moved when the looks were used up.
  public internal(set) var moving = 0
  /// The first of them.
  public internal(set) var deadLetters: [DeadLetter] = []
  /// All of them.
  public internal(set) var deadLetterCount: Int64 = 0
  /// What kept tables from being compared.
  public internal(set) var faults: [Fault] = []
  /// What the store drops by itself.
  public internal(set) var leftOut: [LeftOut] = []

  init(store: String, acknowledged: Int64, newest: Int64, begin: JournalCut? = nil) {
    self.store = store
    self.acknowledged = acknowledged
    self.newest = newest
    self.begin = begin
  }

  /// Rows in which journal and store differ.
  public var differenceCount: Int { days.reduce(0) { $0 + $1.differences } }
  /// Rows the journal makes, of the tables and days compared.
  public var rowCount: Int64 { days.reduce(0) { $0 + $1.journalRows } }
  /// Days compared.
  public var dayCount: Int { Set(days.map(\.day)).count }
  /// Tables compared.
  public var tableCount: Int {
    Table.journaled.count { table in !faults.contains { $0.table == table.rawValue } }
  }

  /// True when the journal has rows and the store has acknowledged none: nothing could be compared.
  public var isUnacknowledged: Bool { acknowledged == 0 && newest > 0 }

  /// True when all that could be compared is equal, and nothing is kept from it.
  public var isEqual: Bool {
    !isUnacknowledged && differenceCount == 0 && deadLetterCount == 0 && faults.isEmpty
      && days.allSatisfy { $0.sumsAreEqual && $0.digestsAreEqual }
  }
}
