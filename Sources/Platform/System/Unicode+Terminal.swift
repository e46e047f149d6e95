extension Unicode.Scalar {
  /// Whether it could steer a terminal or turn a line round: control characters, line separators, and
  /// marks that set the direction of writing.
  public var steersTerminal: Bool {
    switch value {
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Written out for people: `\xNN` for a control character, `\u{N}` for any other.
  public var escaped: String {
    let digits = String(value, radix: 16)
    guard value < 0x20 || (0x7F...0x9F).contains(value) else { return "\\u{\(digits)}" }
    return "\\x" + (value < 16 ? "0" : "") + digits
  }
}
