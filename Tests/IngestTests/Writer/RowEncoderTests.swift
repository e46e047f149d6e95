import Desk
import Testing

@testable import Ingest

@Suite("Rows as statements on the wire")
struct RowEncoderTests {
  @Test("the statement of two rows, as each store takes it")
  func statements() {
    let columns =
      #""ts", "symbol", "source", "seq", "bid", "ask", "bid_size", "ask_size", "recorded_at""#
    let insert =
      "INSERT INTO \"ticks\" (\(columns)) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9), "
      + "($10,$11,$12,$13,$14,$15,$16,$17,$18)"
    let questdb = RowEncoder.statement(Table.ticks.schema, rows: 2, kind: .questdb)
    #expect(questdb.sql == insert)
    #expect(questdb.rowsPerExecution == 2)
    let one: [UInt32] = [1_114, 0, 0, 20, 701, 701, 701, 701, 1_114]
    #expect(questdb.parameterTypes == one + one)
    let postgres = RowEncoder.statement(Table.ticks.schema, rows: 2, kind: .postgres)
    #expect(
      postgres.sql == insert
        + #" ON CONFLICT ("ts", "symbol", "source", "seq") DO UPDATE SET "bid" = excluded."bid", "#
        + #""ask" = excluded."ask", "bid_size" = excluded."bid_size", "ask_size" = excluded."ask_size", "#
        + #""recorded_at" = excluded."recorded_at""#)
    let other: [UInt32] = [1_184, 25, 25, 20, 701, 701, 701, 701, 1_184]
    #expect(postgres.parameterTypes == other + other)
  }

  @Test("every table's every statement names all columns, updates all but the key, has few parameters")
  func allTables() {
    for kind in StoreKind.allCases {
      var names: Set<String> = []
      for table in Table.allCases {
        for size in RowEncoder.sizes(kind) {
          let statement = RowEncoder.statement(table.schema, rows: size, kind: kind)
          names.insert(statement.name)
          #expect(statement.parameterTypes.count == size * table.schema.columns.count)
          #expect(statement.parameterTypes.count < 32_767)
          #expect(statement.sql.contains("$\(statement.parameterTypes.count))"))
          #expect(!statement.sql.contains("$\(statement.parameterTypes.count + 1)"))
          let updates = table.schema.columns.filter { statement.sql.contains("= excluded.\"\($0.name)\"") }
          let isPostgres = kind == .postgres
          #expect(
            updates.map(\.name)
              == (isPostgres
                ? table.schema.columns.map(\.name).filter { !table.schema.keyColumns.contains($0) } : []))
        }
      }
      #expect(names.count == Table.allCases.count * RowEncoder.sizes(kind).count)
    }
  }

  @Test("a thousand rows of eight tables: each once, table by table in order, in few executions")
  func thousand() {
    let rows = (0..<1_144).map { Rows.full(Table.journaled[$0 % 8], $0) }
    let transaction = encoded(rows)
    let written = transaction.executions.reduce(0) {
      $0 + transaction.statements[$1.statement].rowsPerExecution
    }
    #expect(written == 1_144)
    // 143 rows of each: 17 times 8, 3 times 2 and 1.
    #expect(transaction.executionCount <= 8 * 21)
    #expect(transaction.isComplete)
    var order: [String] = []
    for execution in transaction.executions {
      let words = transaction.statements[execution.statement].name.split(separator: "_")
      let name = words.dropFirst().dropLast().joined(separator: "_")
      if order.last != name { order.append(name) }
    }
    #expect(order == Table.journaled.map(\.rawValue))
    // The values of ticks' integers are the rows' numbers, in the order given.
    let seqs = (0..<40).map { Rows.full(.ticks, $0) }
    let ticks = encoded(seqs)
    #expect(integers(ticks, column: 3, of: 9) == (0..<40).map { Int64($0) })
  }

  @Test(
    "rows of the longest texts never make a message near QuestDB's limit of 1 MiB",
    arguments: [Table.liveOrders, .signalHistory, .riskEvents])
  func longTexts(table: Table) {
    let text = String(repeating: "x", count: 4_090)
    let transaction = encoded((0..<130).map { Rows.full(table, $0, text: text) })
    var rows = 0
    for (place, execution) in transaction.executions.enumerated() {
      let next =
        place + 1 < transaction.executionCount
        ? transaction.executions[place + 1].firstValue : transaction.lengths.count
      let lengths = transaction.lengths[execution.firstValue..<next]
      // Four bytes of length a value, two of format, and the message's head.
      let bytes = lengths.reduce(0) { $0 + 6 + Int(max($1, 0)) } + 256
      #expect(bytes < 1 << 20)
      #expect(bytes < RowEncoder.messageBytes + 256 + lengths.count * 6)
      rows += transaction.statements[execution.statement].rowsPerExecution
    }
    #expect(rows == 130)
  }

  @Test("NULL is a value without bytes, and an empty text is one of none")
  func nothing() {
    let transaction = encoded([Rows.row(.riskEvents, ["alert_id": .text(""), "timestamp": .timestamp(0)])])
    #expect(transaction.lengths.prefix(4) == [0, -1, 8, -1])
    #expect(Array(transaction.bytes.prefix(8)) == bigEndian(-946_684_800_000_000))
    #expect(encoded([]).executionCount == 0)
  }

  private func encoded(_ rows: [Row]) -> WireTransaction {
    var transaction = WireTransaction()
    try? RowEncoder(kind: .questdb).encode(rows, into: &transaction)
    return transaction
  }

  private func bigEndian(_ number: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  }

  private func integers(_ transaction: WireTransaction, column: Int, of columns: Int) -> [Int64] {
    var offset = 0
    var found: [Int64] = []
    for (place, length) in transaction.lengths.enumerated() {
      if place % columns == column {
        found.append(transaction.bytes[offset..<offset + 8].reduce(0) { $0 << 8 | Int64($1) })
      }
      offset += Int(max(length, 0))
    }
    return found
  }
}
