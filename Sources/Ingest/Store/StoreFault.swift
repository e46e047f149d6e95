/// Something about a server that keeps rows out, with what repairs it.
public struct StoreFault: Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Sendable, CaseIterable {
    /// The server is of another kind than the one asked for.
    case otherServer
    /// The server is older than what the writer relies on.
    case tooOldServer
    /// The table is not there.
    case missingTable
    /// The column is not there.
    case missingColumn
    /// The column has a type that its values do not fit.
    case wrongType
    /// The column refuses NULL where rows may have it, or where we do not write it.
    case notNull
    /// Rows do not upsert on the key columns: a row sent twice would be there twice.
    case missingKey
    /// The table is ordered by another time column.
    case wrongTimestamp
    /// The table is not partitioned by day of its time column.
    case wrongPartitioning
    /// QuestDB: the table has no write-ahead log.
    case noLog
    /// The time rows are kept is another than configured.
    case wrongTTL
    /// QuestDB: what is written is accepted but not applied, so nobody sees it.
    case suspended
    /// QuestDB: a power loss left the table behind its own log; what is written is lost.
    case corrupt
    /// Another data directory writes this session here.
    case claimed
    /// The tables cannot be brought up to date.
    case migration
    /// More rows were refused than are put aside.
    case tooManyRefused
  }

  /// What is wrong.
  public let kind: Kind
  /// Empty when it is the server.
  public let table: String
  /// Empty when it is the table.
  public let column: String
  /// What was found, in words.
  public let problem: String
  /// A statement to run, or an instruction.
  public let repair: String

  init(_ kind: Kind, table: String = "", column: String = "", problem: String, repair: String) {
    self.kind = kind
    self.table = table
    self.column = column
    self.problem = problem
    self.repair = repair
  }

  /// `live_orders.status is DOUBLE, not STRING or VARCHAR. Repair: ALTER TABLE …`.
  public var description: String { "\(problem). Repair: \(repair)" }
}
