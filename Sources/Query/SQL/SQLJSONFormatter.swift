internal import Platform

/// Rows as a JSON array of objects, one a line. Numbers are JSON numbers, bytes hexadecimal text.
///
/// Two columns of one name get `_2`, `_3`, … so that every key stands once.
struct SQLJSONFormatter: SQLFormatter {
  var bytes: [UInt8] = [UInt8(ascii: "[")]
  private let keys: [String]
  private var isFirst = true

  init(columns: [String]) {
    var taken: Set<String> = []
    keys = columns.map { name in
      var key = name
      var number = 1
      while !taken.insert(key).inserted {
        number += 1
        key = "\(name)_\(number)"
      }
      return key
    }
  }

  mutating func add(_ row: [SQLValue]) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    var writer = JSONWriter()
    writer.beginObject()
    for (key, value) in zip(keys, row) {
      writer.key(key)
      switch value {
      case .null: writer.null()
      case .integer(let number): writer.int64(number)
      case .real(let number): writer.double(number)
      case .text(let text): writer.string(text)
      case .blob(let bytes): writer.string(SQLValue.hexadecimal(bytes))
      }
    }
    writer.endObject()
    bytes.append(0x0A)
    bytes.append(contentsOf: writer.bytes)
  }

  mutating func finish() {
    bytes.append(contentsOf: isFirst ? [UInt8(ascii: "]"), 0x0A] : [0x0A, UInt8(ascii: "]"), 0x0A])
  }
}
