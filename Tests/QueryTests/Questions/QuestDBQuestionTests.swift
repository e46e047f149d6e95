import TestSupport
import Testing

@Suite("The questions of docs/sql.md, asked of a QuestDB")
struct QuestDBQuestionTests {
  @Test(
    "QuestDB answers as worked out by hand, on the rows SQLite was given",
    .enabled(if: TestServers.canStartQuestDB, "\(TestServers.cannotStartQuestDB)"))
  func questdb() throws {
    let store = try QuestionQuestDB()
    for question in Question.all {
      let sql = try QuestionFile.of(question, on: .questdb).text
      let rows = try store.answer(to: sql, columns: question.columns)
      #expect(rows == question.rows, "\(question.name)")
    }
  }
}
