import Desk
import Foundation
import Query
import Testing

@Suite("The questions of docs/sql.md")
struct QuestionTests {
  @Test("There are twelve, each for QuestDB and for SQLite")
  func twelve() throws {
    let files = try QuestionFile.all()
    let names = Set(files.map { String($0.question) })
    #expect(names.count == 12)
    #expect(names == Set(Question.all.map(\.name)))
    for question in Question.all {
      let stores = files.filter { $0.question == question.name }.map(\.name)
      let whole = ["\(question.name).sql"]
      let apart = QuestionStore.allCases.map { "\(question.name).\($0.rawValue).sql" }
      #expect(stores == whole || stores == apart, "\(stores)")
    }
  }

  @Test("Each begins with what it asks, in the same words for every store")
  func titles() throws {
    for question in Question.all {
      let titles = Set(try QuestionStore.allCases.map { try QuestionFile.of(question, on: $0).title })
      #expect(titles.count == 1, "\(question.name)")
    }
  }

  @Test("The page shows each as it is in its file, and no other SQL under a question")
  func page() throws {
    let page = try Database.file("docs/sql.md")
    let files = try QuestionFile.all()
    for file in files {
      #expect(page.contains("\n`\(QuestionFile.folder)\(file.name)`"), "\(file.name) is not named")
      #expect(page.contains("\n```sql\n\(file.text)```\n"), "\(file.name) is shown otherwise")
      let title = try file.title
      let number = try #require(Int(file.name.prefix(2)))
      #expect(page.contains("\n### \(number). \(title)\n"), "\(file.name)")
    }
    let shown = page.split(separator: "\n").filter { $0 == "```sql" }.count
    #expect(shown == files.count)
  }

  @Test("The page has every table with its columns, kinds, key and day", arguments: Table.allCases)
  func columns(_ table: Table) throws {
    let page = try Database.file("docs/sql.md")
    let start = try #require(page.range(of: "\n### `\(table.rawValue)`\n")).upperBound
    let section = page[start...].prefix(while: { $0 != "#" })
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(
      rows.map { $0.split(separator: "|").prefix(2).joined(separator: "|") }
        == table.schema.columns.map { " `\($0.name)` | \($0.type.rawValue) " })
    let key = table.schema.keyColumns.joined(separator: ", ")
    #expect(section.contains("\nKey `\(key)`; by day of `\(table.schema.timestampColumn)`.\n"))
    for row in rows { #expect(row.split(separator: "|").last.map { $0.count > 3 } == true, "\(row)") }
  }

  @Test("SQLite answers as worked out by hand, through `sextant sql`", arguments: Question.all.map(\.name))
  func sqlite(_ name: String) throws {
    let question = try #require(Question.all.first { $0.name == name })
    let database = try Database()
    for row in try QuestionFixture().rows { try database.insert(row.table.rawValue, row.values) }
    var bytes: [UInt8] = []
    try SQLRunner(path: database.path).run(
      try QuestionFile.of(question, on: .sqlite).text, format: .csv, to: { bytes += $0 })
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(lines.first?.joined(separator: "|") == question.columns)
    #expect(
      lines.dropFirst().map { $0.map { AnswerText.cell($0) }.joined(separator: "|") } == question.rows)
  }
}
