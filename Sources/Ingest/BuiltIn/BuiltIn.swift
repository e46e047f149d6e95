/// What comes inside the binary, so that nothing has to lie beside it.
public enum BuiltIn {
  /// The schema of the journal file: `sql/sqlite/NNN_*.sql`, in order.
  public static var journalScripts: [SQLScript] { scripts(in: "sqlite/") }

  /// The schema of the simulated exchange's log.
  public static var paperSchema: String { EmbeddedFiles.text("sqlite/paper.sql") ?? "" }

  /// The default instruments file.
  public static func instruments() throws(InstrumentFileError) -> InstrumentFile {
    try InstrumentFile(json: EmbeddedFiles.bytes("instruments.json") ?? [])
  }
}
