/// Writes JSON straight into one growing buffer: no tree, no copies, commas set by itself.
///
/// Keys and values are given in the order they shall stand; the writer does not check that brackets
/// match, its callers' tests do. The text is plain ASCII-safe UTF-8: control characters, quotes and the
/// two line separators that JavaScript once tripped over are escaped.
public struct JSONWriter: Sendable {
  /// What has been written so far.
  public internal(set) var bytes: [UInt8] = []

  /// True when the next key or value must be set apart from the one before.
  private var needsComma = false

  /// An empty writer.
  ///
  /// - Parameter reservingBytes: room made in advance, so that a text of a known size grows once.
  public init(reservingBytes: Int = 256) {
    bytes.reserveCapacity(reservingBytes)
  }

  /// Forgets the text, keeping the room it took when asked to.
  public mutating func reset(keepingCapacity: Bool = true) {
    bytes.removeAll(keepingCapacity: keepingCapacity)
    needsComma = false
  }

  /// The bytes, leaving an empty writer behind.
  public mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    needsComma = false
    return taken
  }

  // MARK: Structure

  /// `{`
  public mutating func beginObject() {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
  }

  /// `}`
  public mutating func endObject() {
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// `[`
  public mutating func beginArray() {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
  }

  /// `]`
  public mutating func endArray() {
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// A key known when we compile; it is written as it is, so it must need no escapes.
  public mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key known only now.
  public mutating func key(_ key: String) {
    separate()
    appendQuoted(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Sets the value that follows apart from the one before, and notes that one stands here.
  mutating func beginValue() {
    separate()
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}
