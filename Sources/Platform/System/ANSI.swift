internal import CSys
internal import Glibc

/// Colours and width of a terminal. Nothing here is used when the output is no terminal.
public enum ANSI {
  /// What a piece of text looks like.
  public enum Style: String, Sendable {
    /// SGR codes of ECMA-48.
    case bold = "1"
    /// Less bright than the rest.
    case dim = "2"
    /// Something is wrong.
    case red = "31"
    /// All is well.
    case green = "32"
    /// Look here.
    case yellow = "33"
    /// A heading.
    case cyan = "36"
  }

  /// The text in a style, set back to normal behind it.
  public static func wrap(_ text: String, _ style: Style) -> String {
    "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
  }

  /// True when the descriptor is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// Columns of the terminal behind a descriptor, 80 when it is none or does not say.
  public static func columns(of descriptor: Int32) -> Int {
    let columns = Int(sx_terminal_columns(descriptor))
    return columns > 0 ? columns : 80
  }
}
