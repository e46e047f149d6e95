import Platform

/// Text that others wrote, fit for a terminal.
enum TerminalText {
  /// The same with `?` for each character that could steer the terminal or turn the line round: control
  /// characters, line separators, and what sets the direction of writing.
  static func safe(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.steersTerminal ? "?" : $0 }))
  }
}
