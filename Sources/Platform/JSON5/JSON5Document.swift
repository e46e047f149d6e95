/// A JSON5 text, read: what people write configuration in.
///
/// JSON with comments, trailing commas, unquoted keys, single quotes, strings over several lines,
/// hexadecimal numbers, a leading plus or point. Stricter than JSON5 where two readers could understand
/// differently or a value could not be meant: `Infinity` and `NaN`, a key twice, half a surrogate pair,
/// control characters and bytes that are not UTF-8 are faults.
public struct JSON5Document: Sendable {
  /// At most this many repeated keys are named.
  public static let duplicateCap = 100

  /// The value of the text.
  public let root: JSON5Node
  /// Keys that appear twice in their object, in order; the first of them counts.
  public let duplicates: [JSON5Error]
  private let bytes: [UInt8]

  /// Reads a text.
  ///
  /// - Throws: `JSON5Error` at the first byte that is not JSON5, or where a limit is passed.
  public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSON5Error) {
    guard bytes.count <= limits.maxBytes else {
      throw JSON5Error(at: limits.maxBytes, "the text is longer than \(limits.maxBytes) bytes")
    }
    if let offset = Self.firstInvalidByte(bytes) {
      throw JSON5Error(at: offset, "this byte is not part of UTF-8 text")
    }
    var scanner = JSON5Scanner(bytes, limits: limits)
    root = try scanner.readDocument()
    duplicates = scanner.duplicates
    self.bytes = bytes
  }

  /// Line and column of a byte.
  public func place(at offset: Int) -> TextPlace { TextPlace(of: offset, in: bytes) }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
