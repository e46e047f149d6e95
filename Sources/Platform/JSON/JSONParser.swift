/// Reads a whole JSON text strictly after RFC 8259 into a tree.
///
/// Beyond the RFC it refuses what two readers could understand differently: a key that appears twice,
/// half a surrogate pair, bytes that are not UTF-8, anything behind the value.
public enum JSONParser {
  /// The tree of a text.
  ///
  /// - Throws: `JSONError` with the byte and a reason; the first fault ends the reading.
  public static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.maxBytes else {
      throw JSONError(.tooLarge, at: limits.maxBytes, "the text is longer than \(limits.maxBytes) bytes")
    }
    var scanner = JSONScanner(bytes, limits: limits)
    let value = try parseValue(&scanner)
    try scanner.finish()
    return value
  }

  private static func parseValue(_ scanner: inout JSONScanner) throws(JSONError) -> JSONValue {
    switch try scanner.nextKind() {
    case .object: return try parseObject(&scanner)
    case .array:
      var elements: [JSONValue] = []
      try scanner.beginArray()
      while try scanner.nextElement() { elements.append(try parseValue(&scanner)) }
      return .array(elements)
    case .string: return .string(try scanner.readString())
    case .number: return .number(try scanner.readNumberText())
    case .bool: return .bool(try scanner.readBool())
    case .null:
      try scanner.readNull()
      return .null
    }
  }

  private static func parseObject(_ scanner: inout JSONScanner) throws(JSONError) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    // Byte-wise identity: String equality would take two spellings of "e with accent" for one key.
    var seen: Set<[UInt8]> = []
    try scanner.beginObject()
    while true {
      let offset = scanner.offset
      guard let key = try scanner.nextKey() else { return .object(members) }
      guard seen.insert(Array(key.utf8)).inserted else {
        throw JSONError(.duplicateKey, at: offset, "a key appears twice: \"\(key.prefix(64))\"")
      }
      members.append((key: key, value: try parseValue(&scanner)))
    }
  }
}
