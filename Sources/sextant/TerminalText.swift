/// Text that others wrote, fit for a terminal.
enum TerminalText {
  /// The same with `?` for each character that could steer the terminal or turn the line round: control
  /// characters, line separators, and what sets the direction of writing.
  static func safe(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? "?" : $0 }))
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
