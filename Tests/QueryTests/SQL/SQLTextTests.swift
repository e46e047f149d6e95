import Testing

@testable import Query

@Suite("One statement and its parameters")
struct SQLTextTests {
  @Test("Names count once, in the order of their first use")
  func parameters() throws {
    let text = try SQLText("SELECT :b, @a, :b, $c FROM t WHERE x = ':no' -- :no\n AND y /* :no */ = \":no\";")
    #expect(text.parameters == ["b", "a", "c"])
    #expect(text.keyword == "SELECT")
  }

  @Test("The first word is found behind comments and semicolons")
  func keyword() throws {
    #expect(try SQLText("-- why\n;/* how */ with x as (select 1) select * from x").keyword == "WITH")
  }

  @Test("Space, comments and semicolons may stand behind the statement")
  func tail() throws {
    #expect(try SQLText("SELECT 1; ; -- done\n/* really */ ").keyword == "SELECT")
  }

  @Test(
    "A second statement is refused, however it hides",
    arguments: ["SELECT 1; SELECT 2", "SELECT 1;DROP TABLE t", "SELECT ';' ; x", "SELECT 1;/**/;'a'"])
  func second(_ sql: String) {
    #expect(throws: SQLText.Fault.secondStatement) { try SQLText(sql) }
  }

  @Test(
    "A semicolon in a quote is no end",
    arguments: ["SELECT ';x'", "SELECT \"a;b\"", "SELECT [a;b]", "SELECT 'it''s;'"])
  func quoted(_ sql: String) throws {
    #expect(try SQLText(sql).keyword == "SELECT")
  }

  @Test("Nothing, an open quote and a parameter without a name are refused")
  func faults() {
    #expect(throws: SQLText.Fault.empty) { try SQLText(" -- nothing\n;") }
    #expect(throws: SQLText.Fault.unterminated) { try SQLText("SELECT 'a") }
    #expect(throws: SQLText.Fault.unterminated) { try SQLText("SELECT 1 /* a") }
    #expect(throws: SQLText.Fault.unnamedParameter) { try SQLText("SELECT ?1") }
  }
}
