/// A table as a server describes it.
struct ServerTable: Hashable {
  /// One column.
  struct Column: Hashable {
    /// As the server has it; QuestDB's names differ from each other in more than case.
    var name: String
    /// As the server names it.
    var type: String
    /// PostgreSQL: NULL is refused.
    var refusesNull = false
    /// PostgreSQL: what an INSERT that does not name the column writes is not NULL.
    var hasDefault = false
  }

  /// In the server's order.
  var columns: [Column] = []
  /// Dedup keys, or the primary key; empty without.
  var keyColumns: Set<String> = []
  /// PostgreSQL: the primary key's name; nil without one.
  var keyName: String?
  /// QuestDB: the designated timestamp. PostgreSQL: the column of the partition key.
  var timestampColumn: String?
  /// QuestDB: `DAY` and so on. PostgreSQL: `RANGE` and so on, empty when it has no partitions.
  var partitioning = ""
  /// QuestDB: it has a write-ahead log.
  var hasLog = true
  /// QuestDB: hours rows are kept, 0 for ever; nil when that is no number of hours.
  var ttlHours: Int64? = 0
}
