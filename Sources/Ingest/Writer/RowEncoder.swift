import Desk

/// Puts rows into a transaction on the wire: prepared statements of many rows, binary parameters.
///
/// The rows of one call must have different keys: a statement of PostgreSQL cannot write a row twice.
struct RowEncoder {
  /// Rows one statement takes, largest first: many rows a statement cost the server less than many
  /// statements, and few sizes keep the number of prepared statements small. QuestDB compiles code for
  /// every tuple of a statement: beyond a dozen of them a row becomes dearer again.
  static func sizes(_ kind: StoreKind) -> [Int] {
    switch kind {
    case .questdb: [8, 2, 1]
    case .postgres: [125, 25, 5, 1]
    }
  }
  /// Most bytes of parameters in one message; QuestDB closes a connection at 1 MiB.
  static let messageBytes = 768 << 10
  /// A row without its text takes at most so much.
  private static let fixedBytes = 512

  private let sizes: [Int]
  private var statements: [Table: [PreparedStatement]] = [:]

  init(kind: StoreKind) {
    let sizes = Self.sizes(kind)
    self.sizes = sizes
    for table in Table.allCases {
      statements[table] = sizes.map { Self.statement(table.schema, rows: $0, kind: kind) }
    }
  }

  /// Every statement that rows may take.
  func statements(for rows: [Row]) -> [PreparedStatement] {
    var tables: [Table] = []
    for row in rows where row.table != tables.last && !tables.contains(row.table) { tables.append(row.table) }
    return tables.flatMap { statements[$0] ?? [] }
  }

  /// Appends rows to a transaction, table by table, each table's in the order given.
  ///
  /// - Parameters:
  ///   - pieceBytes: the size of its values past which it is handed over and begun anew.
  ///   - handOver: takes a piece; what is left at the end stays in the transaction.
  func encode(
    _ rows: [Row], into transaction: inout WireTransaction, pieceBytes: Int = .max,
    handOver: (WireTransaction) throws(PostgresError) -> Void = { _ in }
  ) throws(PostgresError) {
    guard let first = rows.first?.table else { return }
    // Mostly they are of one table: then nothing is copied.
    let tables = rows.allSatisfy { $0.table == first } ? [first] : Table.allCases
    for table in tables {
      let own = tables.count == 1 ? rows : rows.filter { $0.table == table }
      guard !own.isEmpty, let statements = statements[table] else { continue }
      var rest = own[...]
      while !rest.isEmpty {
        if transaction.byteCount >= pieceBytes {
          try handOver(transaction)
          transaction.reset()
        }
        encodeNext(&rest, statements, into: &transaction)
      }
    }
  }

  /// Sends rows of different keys as one transaction, each piece while it still lies in the processor's
  /// cache.
  func send(
    _ rows: [Row], over connection: PostgresConnection, by buffer: inout WireTransaction
  ) throws(PostgresError) {
    buffer.reset()
    try connection.submit(preparing: statements(for: rows)) { (send) throws(PostgresError) in
      try encode(rows, into: &buffer, pieceBytes: PostgresConnection.pieceBytes, handOver: send)
      if buffer.executionCount > 0 { try send(buffer) }
    }
  }

  /// One execution: as many of the rows as its statement takes.
  private func encodeNext(
    _ rest: inout ArraySlice<Row>, _ statements: [PreparedStatement],
    into transaction: inout WireTransaction
  ) {
    // The last size is 1: a single row always fits.
    let size = sizes.firstIndex { $0 <= rest.count && Self.fits(rest.prefix($0)) } ?? sizes.count - 1
    transaction.beginExecution(of: statements[size])
    for row in rest.prefix(sizes[size]) {
      // Looked at in place: an iterator would count references to every row and text.
      let values = row.values.span
      for index in values.indices { Self.bind(values[index], to: &transaction) }
    }
    rest = rest.dropFirst(sizes[size])
  }

  private static func fits(_ rows: ArraySlice<Row>) -> Bool {
    guard rows.count > 1 else { return true }
    var bytes = rows.count * fixedBytes
    for row in rows {
      let values = row.values.span
      for index in values.indices {
        if case .text(let text) = values[index] { bytes += text.utf8.count }
      }
    }
    return bytes <= messageBytes
  }

  private static func bind(_ value: RowValue, to transaction: inout WireTransaction) {
    switch value {
    case .null: transaction.bindNull()
    case .text(let text): transaction.bind(text)
    case .real(let number): transaction.bind(number)
    case .integer(let number): transaction.bind(number)
    case .boolean(let flag): transaction.bind(flag)
    case .timestamp(let micros): transaction.bind(timestampMicros: micros)
    }
  }

  /// The statement that writes so many rows, each in the place of the one with its key.
  static func statement(_ schema: TableSchema, rows: Int, kind: StoreKind) -> PreparedStatement {
    let names = schema.columns.map { "\"\($0.name)\"" }
    let tuples = (0..<rows).map { row in
      let parameters = (1...names.count).map { "$\(row * names.count + $0)" }
      return "(" + parameters.joined(separator: ",") + ")"
    }
    var sql =
      "INSERT INTO \"\(schema.name)\" (\(names.joined(separator: ", "))) VALUES "
      + tuples.joined(separator: ", ")
    if kind == .postgres {
      let keys = schema.keyColumns.map { "\"\($0)\"" }
      let updates = names.filter { !keys.contains($0) }.map { "\($0) = excluded.\($0)" }
      sql +=
        " ON CONFLICT (\(keys.joined(separator: ", "))) DO UPDATE SET "
        + updates.joined(separator: ", ")
    }
    let types = schema.columns.map { type($0.type, kind) }
    return PreparedStatement(
      name: "sx_\(schema.name)_\(rows)", sql: sql,
      parameterTypes: Array(repeatElement(types, count: rows).joined()), rowsPerExecution: rows)
  }

  /// Type numbers of parameters. QuestDB is left to infer a text's from its column: told `varchar` it takes
  /// every text by way of UTF-16, also for a VARCHAR column.
  private static func type(_ type: ColumnType, _ kind: StoreKind) -> UInt32 {
    switch type {
    case .symbol, .text: kind == .questdb ? PostgresType.inferred : PostgresType.text
    case .real: PostgresType.float8
    case .integer: PostgresType.int8
    case .boolean: PostgresType.bool
    case .timestamp: kind == .questdb ? PostgresType.timestamp : PostgresType.timestamptz
    }
  }
}
