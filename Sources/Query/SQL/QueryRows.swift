/// A query of the catalogue with its parameters; one that is not named is NULL.
public struct QueryRequest: Sendable, Hashable {
  /// Name of the file without `.sql`.
  public let name: String
  /// Values by parameter name, without the `:`.
  public let parameters: [String: SQLValue]

  /// A query and its parameters.
  public init(_ name: String, _ parameters: [String: SQLValue] = [:]) {
    self.name = name
    self.parameters = parameters
  }
}

/// What a query gave: at most `cap` rows.
public struct QueryRows: Sendable, Hashable {
  /// Most rows held at one time.
  public static let cap = 10_000

  /// Column names as the statement gives them.
  public let columns: [String]
  /// One value a column.
  public internal(set) var rows: [[SQLValue]]

  /// The first column of the first row as a whole number; nil when it is none.
  var count: Int64? { rows.first?.first?.integer }
}
