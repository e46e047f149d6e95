/// One request on its way: what has come in so far, and the answer once someone gives it.
///
/// The server's thread reads and writes `intake`; `state` is where other threads answer. A connection
/// without an answer is suspended in the library; whoever answers resumes it, exactly once. The lock is
/// held across suspend and resume, and `isGone` is set under it, so no resume meets a freed connection.
final class HTTPExchange: Sendable {
  enum Answer: Sendable {
    case response(HTTPResponse)
    case prebuilt(PrebuiltResponse)
    case stream(SSEStream)
  }

  enum Stage: Sendable {
    /// Only the request line is known.
    case head
    /// The body is coming in.
    case body
    /// The handler has the request.
    case dispatched
  }

  struct Intake: Sendable {
    var target: [UInt8]
    /// The request line holds a NUL, which ends target or method for the library and not for the client.
    var isTorn = false
    var stage = Stage.head
    var request: HTTPRequest?
    var route: HTTPRouter.Route?
    /// Lines of the gate's that the answer carries.
    var gateHeaders: [HTTPHeader] = []
    var isTooLarge = false
    var discardedBytes = 0
  }

  private struct State: Sendable {
    var answer: Answer?
    var isGone = false
    /// The connection while it is suspended.
    var suspended: ConnectionHandle?
  }

  let intake: Locked<Intake>
  private let state = Locked(State())

  init(target: [UInt8]) {
    intake = Locked(Intake(target: target))
  }

  var hasAnswer: Bool { state.withLock { $0.answer != nil } }

  /// The stream it was answered with.
  var stream: SSEStream? {
    if case .stream(let stream) = state.withLock({ $0.answer }) { stream } else { nil }
  }

  /// Gives the answer from any thread. False when there is one, or nobody to hear it.
  func answer(_ answer: Answer) -> Bool {
    state.withLock { state in
      guard state.answer == nil, !state.isGone else { return false }
      state.answer = answer
      state.suspended?.resume()
      state.suspended = nil
      return true
    }
  }

  /// The answer, or `nil` after suspending the connection until there is one. Only inside a callback
  /// of that connection.
  func answerOrSuspend(_ connection: ConnectionHandle) -> Answer? {
    state.withLock { state in
      if let answer = state.answer { return answer }
      connection.suspend()
      state.suspended = connection
      return nil
    }
  }

  /// The library has done with the request, sent or broken.
  func finish() {
    let answer = state.withLock { state in
      state.isGone = true
      state.suspended = nil
      return state.answer
    }
    if case .stream(let stream) = answer { stream.connectionEnded() }
  }
}
