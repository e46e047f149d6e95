internal import Platform
internal import Primitives

/// One field of an answer made from a table's row: its name and how its value is written.
struct RowField: Sendable {
  /// How a value is written.
  enum Kind: Sendable {
    /// A JSON string.
    case text
    /// A decimal held as REAL, as a JSON string.
    case decimal
    /// A whole JSON number.
    case integer
    /// `true` or `false`.
    case boolean
    /// Microseconds since 1970, as RFC 3339.
    case time
    /// A JSON object held as text; `{}` for none.
    case object
  }

  /// Of the answer and of the query's column.
  let name: String
  /// How it is written.
  let kind: Kind

  init(_ name: String, _ kind: Kind = .text) {
    self.name = name
    self.kind = kind
  }

  /// Key and value; `null` for what is unknown, or not of its kind.
  func write(_ value: SQLValue, into writer: inout JSONWriter) {
    writer.key(name)
    switch (kind, value) {
    case (.text, .text(let text)): writer.string(text)
    case (.decimal, .real(let number)):
      if let text = DecimalDigits.text(number) { writer.string(text) } else { writer.null() }
    case (.decimal, .integer(let number)): writer.string(String(number))
    case (.integer, .integer(let number)): writer.int64(number)
    case (.boolean, .integer(let number)): writer.bool(number != 0)
    case (.time, .integer(let micros)):
      if let moment = Timestamp(microseconds: micros) { writer.timestamp(moment) } else { writer.null() }
    case (.object, .text(let text)): Self.writeObject(text, into: &writer)
    case (.object, .null):
      writer.beginObject()
      writer.endObject()
    case (.text, _), (.decimal, _), (.integer, _), (.boolean, _), (.time, _), (.object, _): writer.null()
    }
  }

  /// The text itself, once it is known to be an object: nothing else may break the answer.
  private static func writeObject(_ text: String, into writer: inout JSONWriter) {
    let bytes = Array(text.utf8)
    do throws(JSONError) {
      var scanner = JSONScanner(bytes, limits: JSONLimits(maxDepth: 8))
      guard try scanner.nextKind() == .object else { return writer.null() }
      try scanner.skipValue()
      try scanner.finish()
      writer.raw(bytes)
    } catch {
      writer.null()
    }
  }
}

extension JSONWriter {
  /// One object of a row, its values in the order of the fields.
  mutating func row(_ values: [SQLValue], as fields: [RowField]) {
    beginObject()
    for (field, value) in zip(fields, values) { field.write(value, into: &self) }
    endObject()
  }
}
