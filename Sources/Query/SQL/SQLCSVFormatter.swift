/// Rows as RFC 4180 has them: lines end in CR LF, a cell with a comma, quote or line break is quoted.
///
/// NULL is an empty cell and an empty text is `""`, so that a reader can tell them apart.
struct SQLCSVFormatter: SQLFormatter {
  var bytes: [UInt8] = []

  init(columns: [String]) {
    add(columns.map { .text($0) })
  }

  mutating func add(_ row: [SQLValue]) {
    for (column, value) in row.enumerated() {
      if column > 0 { bytes.append(UInt8(ascii: ",")) }
      guard let text = value.plainText else { continue }
      let needsQuotes =
        text.isEmpty
        || text.utf8.contains { [0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "\"")].contains($0) }
      guard needsQuotes else {
        bytes.append(contentsOf: text.utf8)
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  mutating func finish() {}
}
