extension SQLRunner {
  /// How rows are written for a person or a program.
  public enum Format: String, Sendable, CaseIterable {
    /// Aligned columns, numbers to the right; holds and shows the first `SQLTableFormatter.rowCap` rows.
    case table
    /// RFC 4180 with a header line; streamed, any number of rows. NULL is nothing, an empty text `""`.
    case csv
    /// An array of objects, numbers as JSON numbers; streamed, any number of rows.
    case json

    func formatter(columns: [String]) -> any SQLFormatter {
      switch self {
      case .table: SQLTableFormatter(columns: columns)
      case .csv: SQLCSVFormatter(columns: columns)
      case .json: SQLJSONFormatter(columns: columns)
      }
    }
  }
}
