extension HTTPResponse {
  /// One fault of a request body: where, and what is wrong there.
  public struct FieldError: Sendable, Equatable {
    /// A JSON Pointer (RFC 6901), such as `/orders/0/price`.
    public var pointer: String
    /// One sentence.
    public var detail: String

    /// A fault.
    public init(pointer: String, detail: String) {
      self.pointer = pointer
      self.detail = detail
    }
  }

  /// An error as RFC 9457 describes it, with `"error": {code, message}` beside it for clients that
  /// look there.
  ///
  /// - Parameters:
  ///   - title: the status in words when `nil`.
  ///   - code: a stable word for programs, such as `order_unknown`.
  ///   - errors: all faults of the body at once.
  ///   - instance: the path it is about.
  ///   - extra: further members, after the standard ones.
  public static func problem(
    status: Int, title: String? = nil, detail: String, code: String, errors: [FieldError] = [],
    instance: String? = nil, extra: [(key: String, value: JSONValue)] = []
  ) -> HTTPResponse {
    var writer = JSONWriter(reservingBytes: 512)
    writer.beginObject()
    writer.field("type", "about:blank")
    writer.field("title", title ?? phrase(of: status))
    writer.field("status", status)
    writer.field("detail", detail)
    if let instance { writer.field("instance", instance) }
    writer.field("code", code)
    writer.key("errors")
    writer.beginArray()
    for error in errors {
      writer.beginObject()
      writer.field("pointer", error.pointer)
      writer.field("detail", error.detail)
      writer.endObject()
    }
    writer.endArray()
    writer.key("error")
    writer.beginObject()
    writer.field("code", code)
    writer.field("message", detail)
    writer.endObject()
    for (key, value) in extra {
      writer.key(key)
      writer.value(value)
    }
    writer.endObject()
    return HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "application/problem+json")],
      body: writer.takeBytes())
  }

  /// The words RFC 9110 gives a status.
  static func phrase(of status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 409: "Conflict"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Status \(status)"
    }
  }
}
