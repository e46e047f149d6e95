/// Why a text is not a ``Fixed``.
public struct FixedError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: Sendable {
    /// There is no text.
    case empty
    /// There is a sign or a point, but no digit.
    case noDigits
    /// A character that a decimal number does not have: a second sign, a space, a comma.
    case invalidCharacter
    /// An exponent, as in `1e3`.
    case exponent
    /// `NaN` or an infinity.
    case notANumber
    /// A nonzero digit after the twelfth decimal.
    case tooPrecise
    /// The number is larger than can be held.
    case overflow
  }

  /// The kind of fault.
  public let code: Code
  /// The character at fault, the first being 1, where there is one.
  public let position: Int?

  /// An error of this kind, at this character (the first being 1).
  public init(_ code: Code, at position: Int? = nil) {
    self.code = code
    self.position = position
  }

  /// The fault in words. It never repeats the text, which may come from anywhere.
  public var description: String {
    let fault =
      switch code {
      case .empty: "an empty text is not a number"
      case .noDigits: "a number needs at least one digit"
      case .invalidCharacter: "a character that is not part of a decimal number"
      case .exponent: "exponent notation is not accepted"
      case .notANumber: "not-a-number and infinity are not accepted"
      case .tooPrecise: "more than 12 decimals are not accepted"
      case .overflow: "the number is too large"
      }
    guard let position else { return fault }
    return "\(fault) at character \(position)"
  }
}
