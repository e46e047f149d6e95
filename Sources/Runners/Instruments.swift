import Ingest
import Trading

/// The instruments that come with the binary.
enum Instruments {
  /// Reads them; a fault is a bug of the build.
  static func defaults() throws -> InstrumentBook {
    try BuiltIn.instruments().book
  }
}
