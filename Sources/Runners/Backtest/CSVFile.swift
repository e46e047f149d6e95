import Platform
import Primitives

/// A CSV file as it is written: rows go to the disk in pieces of 256 KiB, the memory stays bounded.
///
/// RFC 4180 with LF: a cell with a comma, quote or line break is quoted, one without a value is empty.
struct CSVFile {
  private static let pieceBytes = 256 << 10

  let path: String
  private var bytes: [UInt8] = []

  /// Rows go behind what the file holds, which must be there.
  init(_ path: String, columns: [String]) {
    self.path = path
    add(columns.map { .text($0) })
  }

  /// What a cell can hold.
  enum Cell {
    case text(String)
    case decimal(Fixed?)
    case time(Timestamp?)
  }

  /// Adds a row.
  mutating func add(_ cells: [Cell]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .text(let text): append(text)
      case .decimal(let number): number?.append(to: &bytes)
      case .time(let time): time?.append(rfc3339To: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Whether enough has come together for a piece.
  var isDue: Bool { bytes.count >= Self.pieceBytes }

  /// Writes what is left.
  mutating func flush() throws(FileError) {
    guard !bytes.isEmpty else { return }
    try Files.append(bytes, to: path)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ text: String) {
    let special: [UInt8] = [0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "\"")]
    guard text.utf8.contains(where: { special.contains($0) }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
