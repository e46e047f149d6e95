internal import CLibPQ
internal import CSys
internal import Platform

/// Asks a server to cancel what a connection runs.
///
/// libpq 15 can do so only by blocking, on a connection of its own: that runs on a thread that nobody
/// waits for longer than he likes. It ends by itself within the connection's `tcp_user_timeout`.
final class CancelRequest: Sendable {
  /// Raised when the request has been delivered, or has failed.
  private let done = Interrupt()

  /// Sends the request.
  @unsafe
  init(_ cancel: OpaquePointer) {
    let done = done
    let address = UInt(bitPattern: cancel)
    _ = OwnThread.start(name: "pq-cancel") {
      defer { done.raise() }
      guard let cancel = unsafe OpaquePointer(bitPattern: address) else { return }
      var words = [CChar](repeating: 0, count: 256)
      // Best effort: whoever asked drains the answer in either case.
      _ = unsafe PQcancel(cancel, &words, 256)
      unsafe PQfreeCancel(cancel)
    }
  }

  /// True when the request is over.
  var isDone: Bool { done.isRaised }

  /// Waits until the request is over, the time is or the interrupt is raised. True: it is over.
  func wait(milliseconds: Int32, interrupt: Interrupt?) -> Bool {
    guard !isDone, done.descriptor >= 0 else { return isDone }
    _ = sx_poll_readable(done.descriptor, interrupt?.descriptor ?? -1, milliseconds)
    return isDone
  }
}

extension PostgresConnection {
  /// Asks the server to cancel the running query; at once, and best effort. One request at a time.
  public func cancelRequest() {
    guard let handle = unsafe handle, cancel?.isDone != false else { return }
    guard let request = unsafe PQgetCancel(handle) else { return }
    cancel = unsafe CancelRequest(request)
  }

  /// Waits until the request has reached the server: later it would hit the next query.
  func finishCancel() throws(PostgresError) {
    guard let cancel else { return }
    self.cancel = nil
    guard cancel.wait(milliseconds: 5_000, interrupt: interrupt) else {
      throw ended(.lost, "the request to cancel a query did not come through")
    }
  }
}
