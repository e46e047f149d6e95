/// One complete request, head and body.
public struct HTTPRequest: Sendable {
  /// What is wanted. A `HEAD` reaches the handler of `GET`.
  public internal(set) var method: HTTPMethod
  /// The path, percent-decoded, always beginning with `/`.
  public internal(set) var path: String
  /// Names and values behind the `?` in their order, decoded; a repeated name stands repeatedly.
  public internal(set) var query: [(name: String, value: String)]
  /// Header lines in their order.
  public internal(set) var headers: [HTTPHeader]
  /// What the `{names}` of the route stand for, decoded; never empty, may contain `/` (from `%2F`).
  public internal(set) var parameters: [String: String] = [:]
  /// The body, at most the route's limit; empty when there was none.
  public internal(set) var body: [UInt8] = []
  /// The client's address as text, without port.
  public internal(set) var remoteAddress: String
  /// Who asks, as the server's gate knows them: the name of a token, or `page`; nil for nobody in
  /// particular.
  public internal(set) var principal: String?

  /// The first header of a name, in any mix of capitals.
  public func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }

  /// The values of all headers of a name, in their order.
  public func headerValues(_ name: String) -> [String] {
    headers.filter { $0.isNamed(name) }.map(\.value)
  }

  /// The first query value of a name.
  public func queryValue(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }

  /// All query values of a name, in their order.
  public func queryValues(_ name: String) -> [String] {
    query.filter { $0.name == name }.map(\.value)
  }
}
