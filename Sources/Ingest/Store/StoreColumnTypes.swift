internal import Desk

/// Which types of a server a column of ours may have.
enum StoreColumnTypes {
  /// As the server names them, the one to create first.
  static func accepted(_ type: ColumnType, in kind: StoreKind) -> [String] {
    switch kind {
    case .questdb: questdb(type)
    case .postgres: postgres(type)
    }
  }

  /// The type a column is made with.
  static func preferred(_ type: ColumnType, in kind: StoreKind) -> String {
    accepted(type, in: kind).first ?? ""
  }

  /// The specification has STRING, which QuestDB keeps for compatibility and recommends VARCHAR for.
  private static func questdb(_ type: ColumnType) -> [String] {
    switch type {
    case .symbol: ["SYMBOL"]
    case .text: ["VARCHAR", "STRING"]
    case .real: ["DOUBLE"]
    case .integer: ["LONG"]
    case .boolean: ["BOOLEAN"]
    case .timestamp: ["TIMESTAMP"]
    }
  }

  /// As `format_type` has them. Text with a limit, `character varying(20)`, is none of them: a status
  /// longer than the limit would be refused.
  private static func postgres(_ type: ColumnType) -> [String] {
    switch type {
    case .symbol, .text: ["text", "character varying"]
    case .real: ["double precision"]
    case .integer: ["bigint"]
    case .boolean: ["boolean"]
    case .timestamp: ["timestamp with time zone"]
    }
  }
}
