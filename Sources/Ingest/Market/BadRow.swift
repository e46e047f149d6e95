/// A row of a tape that was skipped, and why.
public struct BadRow: Sendable, Hashable, CustomStringConvertible {
  /// Line of the file, the header being 1 and blank lines counted: what an editor shows.
  public let lineNumber: Int64
  /// Data row number, as `TapeReader.row` counts.
  public let row: Int64
  /// What is wrong with it, naming the column.
  public let reason: String

  /// `line 17: price "-3" must be positive`.
  public var description: String { "line \(lineNumber): \(reason)" }
}
