/// An `ALTER TABLE t ADD COLUMN c TYPE` of a migration: QuestDB refuses it when the column is there.
struct AddedColumn: Hashable {
  let table: String
  let column: String

  /// Nil when the statement is of another kind.
  init?(statement: String) {
    let words = statement.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { $0.filter { $0 != "\"" } }
    guard words.count == 7, words[0].uppercased() == "ALTER", words[1].uppercased() == "TABLE",
      words[3].uppercased() == "ADD", words[4].uppercased() == "COLUMN"
    else { return nil }
    table = words[2]
    column = words[5]
  }
}
