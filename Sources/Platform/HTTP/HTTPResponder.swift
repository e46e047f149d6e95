/// The answer to one request, given once, from any thread.
///
/// Of several answers the first counts; an answer for a client that has gone is dropped. Without any
/// the server answers 504 at its deadline, or 503 when it stops.
public struct HTTPResponder: Sendable {
  let exchange: HTTPExchange

  /// Answers. False when there is an answer already.
  @discardableResult
  public func respond(_ response: HTTPResponse) -> Bool {
    exchange.answer(.response(response))
  }

  /// Answers with a response shared by many requests: nothing is copied.
  @discardableResult
  public func respond(prebuilt response: PrebuiltResponse) -> Bool {
    exchange.answer(.prebuilt(response))
  }

  /// Answers with a snapshot in the form the request asks for.
  @discardableResult
  public func respond(snapshot: SnapshotResponse, to request: HTTPRequest) -> Bool {
    exchange.answer(.prebuilt(snapshot.form(for: request)))
  }

  /// Answers with a stream of events that stays open.
  @discardableResult
  public func startStream(_ stream: SSEStream) -> Bool {
    if exchange.answer(.stream(stream)) { return true }
    stream.connectionEnded()
    return false
  }
}
