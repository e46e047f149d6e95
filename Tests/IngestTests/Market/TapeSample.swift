import CZlib
import Glibc
import Ingest
import Primitives
import Testing
import Trading

/// A directory of its own for the tapes of one test, removed at the end.
final class TapeSample {
  struct Failed: Error {
    let what: String
  }

  let directory: String

  init() throws {
    var template = Array("/tmp/sextant-tape-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    guard made else { throw Failed(what: "mkdtemp") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink(directory + "/" + name) }
    rmdir(directory)
  }

  private var names: [String] = []

  /// Writes a file as it is.
  func write(_ bytes: [UInt8], as name: String = "tape.csv") throws -> String {
    let path = path(name)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw Failed(what: "open") }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failed(what: "write") }
      rest = rest.dropFirst(count)
    }
    return path
  }

  /// Writes text as it is.
  func write(_ text: String, as name: String = "tape.csv") throws -> String {
    try write(Array(text.utf8), as: name)
  }

  /// Writes text as one member of a gzip file.
  func writeCompressed(_ text: String, as name: String = "tape.csv.gz") throws -> String {
    let path = path(name)
    guard let file = gzopen(path, "wb") else { throw Failed(what: "gzopen") }
    var text = text
    let written = text.withUTF8 { bytes in
      bytes.isEmpty ? 0 : Int(gzwrite(file, bytes.baseAddress, UInt32(bytes.count)))
    }
    guard gzclose(file) == Z_OK, written == text.utf8.count else { throw Failed(what: "gzwrite") }
    return path
  }

  /// The bytes of a file.
  func bytes(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw Failed(what: "open") }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4 << 20)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw Failed(what: "read") }
    return Array(bytes.prefix(count))
  }

  func path(_ name: String) -> String {
    if !names.contains(name) { names.append(name) }
    return directory + "/" + name
  }

  /// Every event of a tape with its row.
  static func events(_ reader: TapeReader) throws(TapeError) -> [(row: Int64, event: MarketEvent)] {
    var events: [(row: Int64, event: MarketEvent)] = []
    while let event = try reader.next() { events.append((reader.row, event)) }
    return events
  }

  /// The error of opening and reading a tape to its end; nil when there is none.
  static func fault(_ path: String) -> TapeError? {
    do throws(TapeError) {
      _ = try events(try TapeReader(path: path, instrument: 0))
      return nil
    } catch {
      return error
    }
  }

  static func decimal(_ text: String) throws -> Fixed { try Fixed(parsing: text) }
}
