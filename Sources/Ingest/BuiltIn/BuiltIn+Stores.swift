extension BuiltIn {
  /// The schema of a server's tables: `sql/questdb/NNN_*.sql` or `sql/postgres/NNN_*.sql`, in order.
  public static func storeScripts(_ kind: StoreKind) -> [SQLScript] {
    let folder =
      switch kind {
      case .questdb: "questdb/"
      case .postgres: "postgres/"
      }
    return scripts(in: folder)
  }

  /// Every numbered file of a folder of `sql/`; the folder's name ends with a slash.
  static func scripts(in folder: String) -> [SQLScript] {
    EmbeddedFiles.names.filter { $0.hasPrefix(folder) }.compactMap { name in
      EmbeddedFiles.text(name).flatMap { SQLScript(name: String(name.dropFirst(folder.count)), text: $0) }
    }
  }
}
