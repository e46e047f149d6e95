/// Why a tape cannot be read, or not any further.
///
/// Equality is of code and path. The message names the file and says what to do.
public struct TapeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable {
    /// There is no such file.
    case missing
    /// The file is there but cannot be opened or read, or is no regular file.
    case unreadable
    /// The file has no bytes, or only blank lines.
    case empty
    /// The first row is none of the three headers.
    case unknownHeader
    /// A line is so long that this is no tape of rows.
    case endlessLine
    /// The compressed stream ends too early, as after an interrupted download.
    case truncated
    /// The compressed stream is damaged.
    case corrupt
  }

  /// The kind of fault.
  public let code: Code
  /// The file.
  public let path: String
  /// What happened and what to do about it, one paragraph.
  public let message: String

  init(_ code: Code, path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  /// The message, after the file's name.
  public var description: String { "\(path): \(message)" }

  /// Same kind of fault in the same file.
  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.path == right.path
  }

  /// As equality: kind and file.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(path)
  }
}

extension TapeError {
  static func missing(_ path: String) -> TapeError {
    TapeError(
      .missing, path: path,
      "there is no such file. Check the spelling; a relative path counts from the directory this "
        + "process was started in.")
  }

  static func unreadable(_ path: String, reason: String) -> TapeError {
    TapeError(
      .unreadable, path: path,
      "the file cannot be read (\(reason)). Check that it is a regular file and that the user of this "
        + "process may read it.")
  }

  static func empty(_ path: String) -> TapeError {
    TapeError(
      .empty, path: path,
      "the tape is empty. It must begin with a header row, one of: \(headers). Record or download it "
        + "again.")
  }

  static func unknownHeader(_ path: String, header: String) -> TapeError {
    TapeError(
      .unknownHeader, path: path,
      "the first row is no header known here: \"\(header)\". It must begin with one of: \(headers). "
        + "Give the columns these names, in this order, comma-separated.")
  }

  static func endlessLine(_ path: String, line: Int64, bytes: Int) -> TapeError {
    TapeError(
      .endlessLine, path: path,
      "line \(line) is longer than \(bytes) bytes, so this is no tape of rows. A tape is text; its first "
        + "line is one of: \(headers).")
  }

  static func truncated(_ path: String, rows: Int64) -> TapeError {
    TapeError(
      .truncated, path: path,
      "the gzip stream ends too early, after \(rows) complete rows, as after an interrupted download. "
        + "Fetch the file again; `gzip -t` tells whether it is whole.")
  }

  static func corrupt(_ path: String, rows: Int64, reason: String) -> TapeError {
    TapeError(
      .corrupt, path: path,
      "the gzip stream is damaged after \(rows) complete rows (\(reason)). Fetch the file again; "
        + "`gzip -t` tells whether it is whole.")
  }

  private static var headers: String {
    TapeKind.allCases.map(\.headerText).joined(separator: "; ")
  }
}
