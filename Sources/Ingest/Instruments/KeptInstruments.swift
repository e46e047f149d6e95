internal import Platform
public import Trading

/// The instruments a data directory was traded with, for the commands that read its journal without the
/// service's configuration. Nothing is kept while they are the program's own.
public enum KeptInstruments {
  private static let name = "/instruments.json"

  /// Notes the instruments in force; nil: the program's own.
  public static func keep(_ file: InstrumentFile?, in directory: DataDirectory) throws(JournalError) {
    let path = directory.path + name
    let bytes: [UInt8]
    do {
      if let file {
        bytes = file.bytes
      } else if Files.canonicalPath(path) != nil {
        bytes = try BuiltIn.instruments().bytes
      } else {
        return
      }
      if let kept = try? Files.read(path, maxBytes: InstrumentFile.maxBytes), kept == bytes { return }
      try Files.writeAtomically(bytes, to: path)
    } catch {
      throw JournalError(.notWritable, "The instruments in force cannot be noted: \(error)")
    }
  }

  /// The instruments a directory was last traded with.
  public static func load(directory: String) throws -> InstrumentBook {
    let path = directory + name
    guard Files.canonicalPath(path) != nil else { return try BuiltIn.instruments().book }
    return try InstrumentFile(json: try Files.read(path, maxBytes: InstrumentFile.maxBytes)).book
  }
}
