/// Who may do what: asked once a request's head is there and its route is known, before any of its body
/// is read.
///
/// Called on the server's thread, so it must not wait.
public protocol HTTPGate: Sendable {
  /// Header lines that every answer to the request carries, refusals included.
  func headers(for request: HTTPRequest) -> [HTTPHeader]
  /// Whether the request may reach the handler of `pattern`, and in whose name.
  func admit(_ request: HTTPRequest, to pattern: String) -> HTTPAdmission
  /// The answer to `OPTIONS` where `allow` are the methods of the path.
  func options(_ request: HTTPRequest, allow: String) -> HTTPResponse
}

extension HTTPGate {
  /// No header lines of its own.
  public func headers(for request: HTTPRequest) -> [HTTPHeader] { [] }

  /// 204 with what is allowed.
  public func options(_ request: HTTPRequest, allow: String) -> HTTPResponse {
    HTTPResponse(status: 204).adding("Allow", allow)
  }
}

/// What a gate decides.
public enum HTTPAdmission: Sendable {
  /// The handler gets it; `principal` names who asks, nil for nobody in particular.
  case passed(principal: String?)
  /// This is the answer.
  case refused(HTTPResponse)
}

/// Lets everybody pass.
struct OpenGate: HTTPGate {
  func admit(_ request: HTTPRequest, to pattern: String) -> HTTPAdmission { .passed(principal: nil) }
}
