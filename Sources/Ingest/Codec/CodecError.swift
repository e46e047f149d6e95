/// Why a payload is not the event or snapshot it should be: what is wrong, and with which field.
///
/// Two errors are equal when code and field agree. No value of the payload is repeated in it.
public struct CodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault, stable for callers that branch on them.
  public enum Code: String, Sendable {
    /// Written by a newer program than this one.
    case newer
    /// No event of that type is known.
    case unknownType
    /// Not JSON, or cut off.
    case malformed
    /// A field that must be there is not.
    case missing
    /// A field of another JSON type than it must have.
    case wrongType
    /// A value the field cannot have.
    case badValue
    /// A symbol that the instruments file does not list (any more).
    case unknownSymbol
  }

  /// The kind of fault.
  public let code: Code
  /// The field, as a path: `order.quantity`, `positions[2].symbol`; empty for the whole payload.
  public let field: String
  /// One sentence.
  public let reason: String

  /// An error of this kind.
  public init(_ code: Code, field: String = "", _ reason: String) {
    self.code = code
    self.field = field
    self.reason = reason
  }

  /// `order.quantity: an empty text is not a number`.
  public var description: String { field.isEmpty ? reason : "\(field): \(reason)" }

  /// Same kind of fault with the same field.
  public static func == (left: CodecError, right: CodecError) -> Bool {
    left.code == right.code && left.field == right.field
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(field)
  }
}
