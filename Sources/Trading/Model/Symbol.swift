public import Primitives

/// An instrument's name at its exchange, such as `BTCUSDT`.
public struct Symbol: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// One to 32 characters of `[A-Za-z0-9_./:-]`, upper case.
  public let text: String

  /// The longest symbol accepted.
  public static let maxLength = 32

  /// Accepts any case and stores upper case; nil when empty, too long or holding another character.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= Self.maxLength else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "-"):
        continue
      default: return nil
      }
    }
    self.text = text.uppercased()
  }

  /// The text itself.
  public var description: String { text }
  /// By text.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Symbol: TableKey {
  /// The text's.
  public var tableHash: UInt64 { text.tableHash }
}
