/// A server rows are written to.
public enum StoreKind: String, Sendable, Hashable, CaseIterable {
  /// Rows upsert by DEDUP; no lock, no transaction of DDL.
  case questdb
  /// Rows upsert by ON CONFLICT; partitions by day.
  case postgres

  /// As people write it.
  var title: String {
    switch self {
    case .questdb: "QuestDB"
    case .postgres: "PostgreSQL"
    }
  }
}
