/// What a request wants done.
public enum HTTPMethod: Sendable, Hashable, CustomStringConvertible {
  /// The methods we answer.
  case get, post, put, delete, patch, head, options
  /// Any other token, answered with 405.
  case other(String)

  init(_ token: String) {
    switch token {
    case "GET": self = .get
    case "POST": self = .post
    case "PUT": self = .put
    case "DELETE": self = .delete
    case "PATCH": self = .patch
    case "HEAD": self = .head
    case "OPTIONS": self = .options
    default: self = .other(token)
    }
  }

  /// The token as it stands on the wire.
  public var description: String {
    switch self {
    case .get: "GET"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .patch: "PATCH"
    case .head: "HEAD"
    case .options: "OPTIONS"
    case .other(let token): token
    }
  }
}
