/// Reads JSON front to back without building a tree: the caller says what it expects next.
///
/// Made for our own payloads at speed. Every access is checked; any bytes end in values or in a
/// `JSONError`, never in a trap. An object is read with `beginObject`, then `nextKey` and one value
/// until `nextKey` answers `nil`; an array with `beginArray`, then one value for each `nextElement`.
public struct JSONScanner: Sendable {
  /// What the next value is, told from its first byte.
  public enum Kind: Sendable {
    /// The six kinds of RFC 8259 (`true` and `false` are one).
    case object, array, string, number, bool, null
  }

  let bytes: [UInt8]
  let limits: JSONLimits
  var index = 0
  private var isFirst = false
  private var depth = 0

  /// A scanner before the first byte.
  public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits(maxBytes: .max)) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Index of the next byte to be read, from 0.
  public var offset: Int { index }

  // MARK: Structure

  /// Enters an object.
  public mutating func beginObject() throws(JSONError) {
    try begin(UInt8(ascii: "{"), "an object")
  }

  /// The next key of the object entered last, or `nil` at its end.
  public mutating func nextKey() throws(JSONError) -> String? {
    guard try beginKey() else { return nil }
    let key = try readString()
    try endKey()
    return key
  }

  /// Enters an array.
  public mutating func beginArray() throws(JSONError) {
    try begin(UInt8(ascii: "["), "an array")
  }

  /// True when another element of the array entered last follows.
  public mutating func nextElement() throws(JSONError) -> Bool {
    guard try advance(until: UInt8(ascii: "]"), "']'") else { return false }
    guard try peek() != UInt8(ascii: "]") else { throw unexpected("a value") }
    return true
  }

  /// What the next value is.
  public mutating func nextKind() throws(JSONError) -> Kind {
    switch try peek() {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Refuses anything but white space behind the value.
  public mutating func finish() throws(JSONError) {
    skipWhitespace()
    guard index == bytes.count else {
      throw JSONError(.trailingBytes, at: index, "there is something behind the value")
    }
  }

  /// Reads over the next value, whatever it is, checking it all the same.
  public mutating func skipValue() throws(JSONError) {
    switch try nextKind() {
    case .object:
      try beginObject()
      while try beginKey() {
        try skipString()
        try endKey()
        try skipValue()
      }
    case .array:
      try beginArray()
      while try nextElement() { try skipValue() }
    case .string: try skipString()
    case .number: _ = try scanNumber()
    case .bool: _ = try readBool()
    case .null: try readNull()
    }
  }

  // MARK: Literals

  /// `true` or `false`.
  public mutating func readBool() throws(JSONError) -> Bool {
    switch try peek() {
    case UInt8(ascii: "t"):
      try expect("true")
      return true
    case UInt8(ascii: "f"):
      try expect("false")
      return false
    default: throw mismatch("true or false")
    }
  }

  /// `null`.
  public mutating func readNull() throws(JSONError) {
    guard try peek() == UInt8(ascii: "n") else { throw mismatch("null") }
    try expect("null")
  }

  /// True when the next value is `null`; it is read over then, anything else stays.
  public mutating func isNull() throws(JSONError) -> Bool {
    guard try peek() == UInt8(ascii: "n") else { return false }
    try expect("null")
    return true
  }

  // MARK: Bytes

  /// The first byte of what follows, white space skipped.
  mutating func peek() throws(JSONError) -> UInt8 {
    skipWhitespace()
    guard index < bytes.count else { throw truncated() }
    return bytes[index]
  }

  func unexpected(_ wanted: String) -> JSONError {
    JSONError(.unexpectedByte, at: index, "\(wanted) is expected here")
  }

  func mismatch(_ wanted: String) -> JSONError {
    JSONError(.typeMismatch, at: index, "\(wanted) is expected here")
  }

  func truncated() -> JSONError {
    JSONError(.truncated, at: bytes.count, "the text ends inside a value")
  }

  /// True with a key next, false after reading over the object's end.
  private mutating func beginKey() throws(JSONError) -> Bool {
    guard try advance(until: UInt8(ascii: "}"), "'}'") else { return false }
    guard try peek() == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
    return true
  }

  private mutating func endKey() throws(JSONError) {
    guard try peek() == UInt8(ascii: ":") else { throw unexpected("':'") }
    index += 1
  }

  private mutating func skipWhitespace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  private mutating func begin(_ bracket: UInt8, _ name: String) throws(JSONError) {
    guard try peek() == bracket else { throw mismatch(name) }
    guard depth < limits.maxDepth else {
      throw JSONError(.tooDeep, at: index, "nested deeper than \(limits.maxDepth) levels")
    }
    depth += 1
    index += 1
    isFirst = true
  }

  /// True when a member or element follows; false after reading over the closing bracket.
  private mutating func advance(until bracket: UInt8, _ name: String) throws(JSONError) -> Bool {
    let next = try peek()
    if next == bracket {
      index += 1
      depth -= 1
      isFirst = false
      return false
    }
    if isFirst {
      isFirst = false
    } else {
      guard next == UInt8(ascii: ",") else { throw unexpected("',' or \(name)") }
      index += 1
    }
    return true
  }

  private mutating func expect(_ word: StaticString) throws(JSONError) {
    let start = index
    let isThere = word.withUTF8Buffer { letters in
      for place in 0..<letters.count {
        guard index < bytes.count, unsafe bytes[index] == letters[place] else { return false }
        index += 1
      }
      return true
    }
    guard isThere else {
      if index >= bytes.count { throw truncated() }
      index = start
      throw unexpected("\(word)")
    }
  }
}
