/// Why bytes are not the JSON we accept: what is wrong and at which byte.
///
/// Two errors are equal when code and offset agree.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of fault, stable for callers that branch on them.
  public enum Code: String, Sendable {
    /// The text ends inside a value.
    case truncated
    /// A byte that no JSON has at this place.
    case unexpectedByte
    /// There is something behind the value.
    case trailingBytes
    /// A value of another type than the one asked for.
    case typeMismatch
    /// A number RFC 8259 does not allow, or one that does not fit.
    case badNumber
    /// A `\` sequence RFC 8259 does not allow, or half a surrogate pair.
    case badEscape
    /// A control character inside a string.
    case controlCharacter
    /// Bytes that are not UTF-8.
    case badUTF8
    /// The same key twice in one object.
    case duplicateKey
    /// Nested deeper than the limit.
    case tooDeep
    /// More bytes than the limit.
    case tooLarge
    /// A string longer than the limit.
    case stringTooLong
  }

  /// The kind of fault.
  public var code: Code
  /// Index of the byte at fault, from 0.
  public var offset: Int
  /// One sentence for the person who wrote the text.
  public var reason: String

  /// An error at a byte.
  public init(_ code: Code, at offset: Int, _ reason: String) {
    self.code = code
    self.offset = offset
    self.reason = reason
  }

  /// `byte 17: a key appears twice: "side"`.
  public var description: String { "byte \(offset): \(reason)" }

  /// Same kind of fault at the same byte.
  public static func == (left: JSONError, right: JSONError) -> Bool {
    left.code == right.code && left.offset == right.offset
  }
}
