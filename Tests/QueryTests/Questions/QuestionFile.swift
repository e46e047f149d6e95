import Testing

/// The stores a question is written for.
enum QuestionStore: String, CaseIterable {
  case questdb, sqlite
}

/// A file of `sql/questions`, read from the repository.
struct QuestionFile {
  /// Under `sql/`.
  static let folder = "questions/"

  /// `03_slippage.sql`, or `02_orders_by_day.questdb.sql` where the stores need texts of their own.
  let name: String
  let text: String

  init(_ name: String) throws {
    self.name = name
    text = try Database.file("sql/" + Self.folder + name)
  }

  /// Every file, sorted.
  static func all() throws -> [QuestionFile] {
    try Database.names(in: "sql/" + folder).map(QuestionFile.init)
  }

  /// What is to be run on a store: its own text, or the one for all.
  static func of(_ question: Question, on store: QuestionStore) throws -> QuestionFile {
    let own = "\(question.name).\(store.rawValue).sql"
    let names = try Database.names(in: "sql/" + folder)
    return try QuestionFile(names.contains(own) ? own : "\(question.name).sql")
  }

  /// The question, which its first line is.
  var title: String {
    get throws {
      let line = try #require(text.split(separator: "\n").first)
      try #require(line.hasPrefix("-- ") && line.hasSuffix("?"), "\(name) does not begin with its question")
      return String(line.dropFirst(3))
    }
  }

  /// The question's name without store and ending.
  var question: Substring { name.prefix { $0 != "." } }
}
