/// The schemas of a data directory's two files, each a series of scripts with numbers of its own.
///
/// Both series began as one, when the tables lay in the journal's file.
public struct JournalScripts: Sendable {
  /// `sql/journal/NNN_*.sql`: the journal and what belongs to it.
  public let journal: [SQLScript]
  /// `sql/sqlite/NNN_*.sql`: the tables a quant reads.
  public let tables: [SQLScript]

  /// Puts each series into the order of its numbers.
  public init(journal: [SQLScript], tables: [SQLScript]) {
    precondition(!journal.isEmpty && !tables.isEmpty, "both files need a schema")
    self.journal = journal.sorted { $0.number < $1.number }
    self.tables = tables.sorted { $0.number < $1.number }
  }

  /// What `user_version` of a journal says that has had every script.
  var journalVersion: Int64 { Self.version(journal) }

  /// What `user_version` of a file of scripts says that has had all of them.
  static func version(_ scripts: [SQLScript]) -> Int64 { (scripts.map(\.number).max() ?? -1) + 1 }
}
