import Testing

@testable import Ingest

@Suite("What a server's error says of how to go on")
struct RefusalTests {
  @Test(
    "PostgreSQL, by code",
    arguments: [
      ("22003", Refusal.row), ("22021", .row), ("22P02", .row), ("23502", .row), ("23505", .row),
      ("23514", .row), ("44000", .row), ("54000", .row), ("P0001", .row), ("0A000", .schema),
      ("26000", .schema), ("3D000", .schema), ("3F000", .schema), ("42703", .schema), ("42P01", .schema),
      ("42P10", .schema), ("42804", .schema), ("42501", .schema), ("08006", .server), ("25006", .server),
      ("28000", .server), ("40001", .server), ("40P01", .server), ("53100", .server), ("53200", .server),
      ("53300", .server), ("55P03", .server), ("57014", .server), ("57P01", .server), ("57P03", .server),
      ("58030", .server), ("XX000", .server), ("XX001", .server),
    ])
  func postgres(_ code: String, _ expected: Refusal) {
    // The words, the row's own among them, count for nothing where there is a code.
    let error = PostgresError(.server, "no space left, table does not exist, suspended", sqlState: code)
    #expect(Refusal(error) == expected)
  }

  @Test("a row without a partition has the code of a broken check, and the partition is at fault")
  func partition() {
    let words = "no partition of relation \"fills\" found for row"
    #expect(Refusal(PostgresError(.server, words, sqlState: "23514")) == .schema)
    let check = "new row for relation \"fills_2023_11_14\" violates check constraint \"partition\""
    #expect(Refusal(PostgresError(.server, check, sqlState: "23514")) == .row)
  }

  @Test(
    "QuestDB, by its words: the tables",
    arguments: [
      "table does not exist [table=fills]", "[-105] table does not exist [table=sc]",
      "Invalid column: nosuch",
      "row value count does not match column count [expected=4, actual=3, tuple=1]",
      "inconvertible types: DOUBLE -> TIMESTAMP [from=$1, to=ts]", "cached plan must not change result type",
      "insert statement must populate timestamp", "statement or portal does not exist [name=zzz]",
      "Cannot invoke \"TypesAndInsert.getInsert()\" because \"this.tai\" is null",
    ])
  func schema(words: String) { #expect(Refusal(PostgresError(.server, words)) == .schema) }

  @Test(
    "QuestDB, by its words: the server",
    arguments: [
      "No space left [size=24576, fd=71]", "[28] No space left [size=1]",
      "table is suspended [tableName=fills]",
      "timeout, query aborted [fd=1, runtime=305ms, timeout=300ms]", "[12] out of memory [size=1]",
      "table busy [reason=lock]", "[24] could not open read-write [file=x]", "replica access is read-only",
    ])
  func server(words: String) {
    #expect(Refusal(PostgresError(.server, words)) == .server)
    #expect(Refusal(PostgresError(.server, words, sqlState: "00000")) == .server, "its meaningless code")
  }

  @Test(
    "QuestDB, by its words: a row",
    arguments: [
      "inconvertible value: `abc` [STRING -> DOUBLE]",
      "inconvertible value: `no space left, table does not exist` [VARCHAR -> DOUBLE]",
      "invalid UTF8 encoding for string value [variableIndex=2]",
      "designated timestamp column cannot be NULL", "designated timestamp before 1970-01-01 is not allowed",
      "bad parameter value length [sizeRequired=8, sizeActual=2, variableIndex=2]",
    ])
  func row(words: String) { #expect(Refusal(PostgresError(.server, words)) == .row) }
}
