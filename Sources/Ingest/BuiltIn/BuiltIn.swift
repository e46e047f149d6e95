/// What comes inside the binary, so that nothing has to lie beside it.
public enum BuiltIn {
  /// The schemas of the journal's file and of that of the tables.
  public static var journalScripts: JournalScripts {
    JournalScripts(journal: scripts(in: "journal/"), tables: scripts(in: "sqlite/"))
  }

  /// The schema of the simulated exchange's log.
  public static var paperSchema: String { EmbeddedFiles.text("sqlite/paper.sql") ?? "" }

  /// The default instruments file.
  public static func instruments() throws(InstrumentFileError) -> InstrumentFile {
    try InstrumentFile(json: EmbeddedFiles.bytes("instruments.json") ?? [])
  }
}
