import Testing

@testable import Ingest

@Suite("Statements of an SQL file")
struct SQLStatementsTests {
  @Test("are parted by semicolons, without comments")
  func plain() {
    let text = """
      -- A file; of two.
      CREATE TABLE a (x INT); -- the first; of them
      /* no; statement */
      ALTER TABLE a
        ADD COLUMN y INT;
      """
    #expect(
      SQLStatements.split(text) == ["CREATE TABLE a (x INT)", "ALTER TABLE a\n  ADD COLUMN y INT"])
  }

  @Test("keep semicolons, dashes and comments that are quoted")
  func quoted() {
    let text = #"SELECT 'a;--b''/*', "c;"";--" FROM t; SELECT 2"#
    #expect(SQLStatements.split(text) == [#"SELECT 'a;--b''/*', "c;"";--" FROM t"#, "SELECT 2"])
  }

  @Test(
    "are none in nothing, in comments and in bare semicolons",
    arguments: ["", " \n", ";;\n;", "-- x", "/* x"])
  func none(_ text: String) { #expect(SQLStatements.split(text).isEmpty) }

  @Test("end with the text when a quote is left open")
  func open() { #expect(SQLStatements.split("SELECT 'a; b") == ["SELECT 'a; b"]) }

  @Test("a comment parts words; a dash or a slash alone is text")
  func operators() {
    #expect(SQLStatements.split("SELECT/* x */1 - 2 / 3") == ["SELECT 1 - 2 / 3"])
  }

  @Test("an added column is recognised, any other statement is not")
  func added() {
    let added = AddedColumn(statement: "ALTER TABLE t ADD COLUMN \"timestamp\" TIMESTAMP")
    #expect(added?.table == "t")
    #expect(added?.column == "timestamp")
    #expect(AddedColumn(statement: "ALTER TABLE t ALTER COLUMN c ADD INDEX") == nil)
    #expect(AddedColumn(statement: "CREATE TABLE t (c INT)") == nil)
  }
}
