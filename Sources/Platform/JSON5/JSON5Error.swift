/// Why bytes are not the JSON5 we accept: what is wrong and at which byte.
public struct JSON5Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// Index of the byte at fault, from 0.
  public let offset: Int
  /// One sentence for the person who wrote the text.
  public let reason: String

  /// A fault at a byte.
  public init(at offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }

  /// `byte 17: the text ends inside a string`.
  public var description: String { "byte \(offset): \(reason)" }
}
