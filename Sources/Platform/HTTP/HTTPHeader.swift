/// One header line.
public struct HTTPHeader: Sendable, Equatable {
  /// The name; letters compare without regard to case.
  public var name: String
  /// The value without surrounding spaces.
  public var value: String

  /// A header line.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// True for the same name in any mix of capitals. Header names are ASCII.
  func isNamed(_ other: String) -> Bool {
    let left = name.utf8
    let right = other.utf8
    return left.count == right.count && zip(left, right).allSatisfy { Self.lower($0) == Self.lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
