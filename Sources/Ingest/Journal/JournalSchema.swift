/// The journal's schema: the numbered files of `sql/sqlite`, the tables a quant reads among them.
public enum JournalSchema {
  /// The numbered scripts among files named as in `sql`: `sqlite/000_journal.sql` and so on.
  ///
  /// - Parameter text: the content of a file by its name.
  public static func scripts(names: [String], text: (String) -> String?) -> [SQLScript] {
    names.compactMap { name in
      guard name.hasPrefix(folder), let text = text(name) else { return nil }
      return SQLScript(name: String(name.dropFirst(folder.count)), text: text)
    }
  }

  private static let folder = "sqlite/"
}
