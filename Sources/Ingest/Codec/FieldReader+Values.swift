internal import Primitives

/// Typed access. The plain form throws when a field is missing, `null` or unfit; the `optional…` form
/// answers nil when it is missing or `null`.
extension FieldReader {
  mutating func text(_ key: String) throws(CodecError) -> String {
    guard let text = try optionalText(key) else { throw missing(key) }
    return text
  }

  mutating func optionalText(_ key: String) throws(CodecError) -> String? {
    switch find(key) {
    case nil, .null: return nil
    case .text(let text): return text
    case .whole, .number, .flag, .object, .list: throw wrong(key, "a text")
    }
  }

  mutating func int64(_ key: String) throws(CodecError) -> Int64 {
    guard let value = try optionalInt64(key) else { throw missing(key) }
    return value
  }

  mutating func optionalInt64(_ key: String) throws(CodecError) -> Int64? {
    switch find(key) {
    case nil, .null: return nil
    case .whole(let value): return value
    case .text, .number, .flag, .object, .list: throw wrong(key, "a whole number of 64 bits")
    }
  }

  mutating func flag(_ key: String) throws(CodecError) -> Bool {
    switch find(key) {
    case nil, .null: throw missing(key)
    case .flag(let value): return value
    case .text, .whole, .number, .object, .list: throw wrong(key, "true or false")
    }
  }

  mutating func decimal(_ key: String) throws(CodecError) -> Fixed {
    guard let value = try optionalDecimal(key) else { throw missing(key) }
    return value
  }

  mutating func optionalDecimal(_ key: String) throws(CodecError) -> Fixed? {
    guard let text = try optionalText(key) else { return nil }
    do throws(FixedError) {
      return try Fixed(parsing: text)
    } catch {
      throw bad(key, error.description)
    }
  }

  /// Nanoseconds since 1970.
  mutating func moment(_ key: String) throws(CodecError) -> Timestamp {
    Timestamp(nanoseconds: try int64(key))
  }

  mutating func optionalMoment(_ key: String) throws(CodecError) -> Timestamp? {
    try optionalInt64(key).map { Timestamp(nanoseconds: $0) }
  }

  /// One of the raw values of an enumeration.
  mutating func choice<Choice: RawRepresentable<String>>(_ key: String) throws(CodecError) -> Choice {
    guard let choice = Choice(rawValue: try text(key)) else {
      throw bad(key, "none of the values this field can have")
    }
    return choice
  }

  mutating func digest(_ key: String) throws(CodecError) -> Digest128 {
    guard let digest = Digest128(text: try text(key)) else { throw bad(key, "not a digest") }
    return digest
  }

  /// A number as JSON has it, or `nan`, `inf`, `-inf` as text.
  mutating func double(_ key: String) throws(CodecError) -> Double {
    switch find(key) {
    case nil, .null: throw missing(key)
    case .whole(let value):
      // Only what a double holds exactly is written without a point, except -0.
      return Double(value)
    case .number(let text):
      guard let value = Double(text) else { throw bad(key, "not a number") }
      return value
    case .text("nan"): return .nan
    case .text("inf"): return .infinity
    case .text("-inf"): return -.infinity
    case .text, .flag, .object, .list: throw wrong(key, "a number")
    }
  }

  // MARK: Nested

  mutating func object(_ key: String) throws(CodecError) -> FieldReader {
    guard let object = try optionalObject(key) else { throw missing(key) }
    return object
  }

  mutating func optionalObject(_ key: String) throws(CodecError) -> FieldReader? {
    switch find(key) {
    case nil, .null: return nil
    case .object(let members): return FieldReader(members, path: path(of: key))
    case .text, .whole, .number, .flag, .list: throw wrong(key, "an object")
    }
  }

  /// An array, each element made into something.
  mutating func list<Element>(
    _ key: String, _ make: (FieldReader.Value, _ path: String) throws(CodecError) -> Element
  ) throws(CodecError) -> [Element] {
    switch find(key) {
    case nil, .null: throw missing(key)
    case .list(let values):
      var elements: [Element] = []
      elements.reserveCapacity(values.count)
      for (index, value) in values.enumerated() {
        elements.append(try make(value, "\(path(of: key))[\(index)]"))
      }
      return elements
    case .text, .whole, .number, .flag, .object: throw wrong(key, "an array")
    }
  }

  /// An array of objects, each made into something.
  mutating func objects<Element>(
    _ key: String, _ make: (inout FieldReader) throws(CodecError) -> Element
  ) throws(CodecError) -> [Element] {
    try list(key) { (value, path) throws(CodecError) -> Element in
      guard case .object(let members) = value else {
        throw CodecError(.wrongType, field: path, "must be an object")
      }
      var reader = FieldReader(members, path: path)
      return try make(&reader)
    }
  }

  // MARK: Errors

  func missing(_ key: String) -> CodecError {
    CodecError(.missing, field: path(of: key), "is missing")
  }

  func wrong(_ key: String, _ wanted: String) -> CodecError {
    CodecError(.wrongType, field: path(of: key), "must be \(wanted)")
  }

  func bad(_ key: String, _ reason: String) -> CodecError {
    CodecError(.badValue, field: path(of: key), reason)
  }
}
