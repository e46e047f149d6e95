internal import Platform

/// The fields of one JSON object, read by name in any order; fields nobody asks for are ignored.
///
/// A look-up starts where the last one ended, so that reading in the order of writing costs one
/// comparison a field.
struct FieldReader {
  /// A parsed value; whole numbers apart, since nearly all of ours are.
  enum Value {
    case text(String)
    case whole(Int64)
    case number(String)
    case flag(Bool)
    case null
    case object([Member])
    case list([Value])
  }

  /// A field.
  struct Member {
    let key: String
    let value: Value
  }

  private let members: [Member]
  private var next = 0
  /// Where the object stands in the payload; empty for the payload itself.
  let path: String

  /// Strings as long as the payload itself may stand in it: its size was bounded when it was written.
  private static let limits = JSONLimits(maxBytes: .max, maxStringBytes: .max)

  init(_ members: [Member], path: String) {
    self.members = members
    self.path = path
  }

  /// Parses a payload, which must be one object.
  init(_ payload: [UInt8]) throws(CodecError) {
    var scanner = JSONScanner(payload, limits: Self.limits)
    do throws(JSONError) {
      let members = try Self.members(&scanner)
      try scanner.finish()
      self.init(members, path: "")
    } catch {
      throw CodecError(.malformed, "the payload is not one JSON object: \(error)")
    }
  }

  /// The value of a field; nil when it is missing.
  mutating func find(_ key: String) -> Value? {
    if next < members.count, members[next].key == key {
      next += 1
      return members[next - 1].value
    }
    guard let place = members.firstIndex(where: { $0.key == key }) else { return nil }
    next = place + 1
    return members[place].value
  }

  /// The path of a field, for errors.
  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private static func members(_ scanner: inout JSONScanner) throws(JSONError) -> [Member] {
    var members: [Member] = []
    members.reserveCapacity(16)
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      members.append(Member(key: key, value: try value(&scanner)))
    }
    return members
  }

  private static func value(_ scanner: inout JSONScanner) throws(JSONError) -> Value {
    switch try scanner.nextKind() {
    case .object: return .object(try members(&scanner))
    case .array:
      var elements: [Value] = []
      try scanner.beginArray()
      while try scanner.nextElement() { elements.append(try value(&scanner)) }
      return .list(elements)
    case .string: return .text(try scanner.readString())
    case .number:
      var whole = scanner
      if let value = try? whole.readInt64() {
        // Not a whole number when a fraction follows; then the text is read, sign of zero and all.
        scanner = whole
        return .whole(value)
      }
      return .number(try scanner.readNumberText())
    case .bool: return .flag(try scanner.readBool())
    case .null:
      try scanner.readNull()
      return .null
    }
  }
}
