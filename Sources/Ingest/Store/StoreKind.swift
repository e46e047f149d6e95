/// A server rows are written to.
public enum StoreKind: String, Sendable, Hashable, CaseIterable {
  /// Rows upsert by DEDUP; no lock, no transaction of DDL.
  case questdb
  /// Rows upsert by ON CONFLICT; partitions by day.
  case postgres

  /// As people write it.
  public var title: String {
    switch self {
    case .questdb: "QuestDB"
    case .postgres: "PostgreSQL"
    }
  }

  /// A connection to a server as it is found on many machines.
  public var exampleConnection: String {
    switch self {
    case .questdb: "host=127.0.0.1 port=8812 user=admin dbname=qdb"
    case .postgres: "host=127.0.0.1 port=5432 user=sextant dbname=sextant"
    }
  }
}
