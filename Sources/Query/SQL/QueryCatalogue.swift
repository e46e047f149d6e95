/// The named analyses of `sql/queries`, as the binary carries them.
public struct QueryCatalogue: Sendable {
  /// Names of the queries, sorted: `alerts`, `alerts_count`, …
  public let names: [String]
  private let queries: [String: SQLText]

  /// Every file of `sql/queries`.
  ///
  /// - Throws: a file that is not one statement of named parameters; a test keeps that from happening.
  public init() throws(QueryError) {
    var texts: [(name: String, text: String)] = []
    for file in EmbeddedFiles.names where file.hasPrefix("queries/") && file.hasSuffix(".sql") {
      let name = String(file.dropFirst("queries/".count).dropLast(".sql".count))
      if let text = EmbeddedFiles.text(file) { texts.append((name, text)) }
    }
    try self.init(texts)
  }

  /// Queries from elsewhere, names unique.
  init(_ texts: [(name: String, text: String)]) throws(QueryError) {
    var queries: [String: SQLText] = [:]
    for (name, text) in texts {
      do throws(SQLText.Fault) {
        queries[name] = try SQLText(text)
      } catch {
        throw QueryError(.unknownQuery, "\(name) is not one statement of named parameters: \(error)")
      }
    }
    self.queries = queries
    names = texts.map(\.name).sorted()
  }

  /// The text of a query, to be shown or run by hand; nil when there is none of that name.
  public func text(_ name: String) -> String? { queries[name]?.text }

  /// The names of a query's parameters, in SQLite's order; nil when there is none of that name.
  public func parameters(of name: String) -> [String]? { queries[name]?.parameters }

  /// The statement of a query.
  func query(_ name: String) throws(QueryError) -> SQLText {
    guard let query = queries[name] else {
      throw QueryError(.unknownQuery, "there is no query \(name)")
    }
    return query
  }
}
