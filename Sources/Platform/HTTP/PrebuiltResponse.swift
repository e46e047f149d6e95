internal import CMicroHTTPD

/// A response made once and given to any number of requests, for snapshots that many clients ask for.
///
/// Keep the current one under a `Locked` and put a new one in its place when the snapshot changes;
/// requests still sending the old one keep it alive.
@safe public final class PrebuiltResponse: Sendable {
  /// The status code.
  public let status: Int
  /// What it was made of, for the request that needs a line more.
  let source: HTTPResponse

  // Proof of safety: written once in `init`; the library counts references to a response under a lock
  // of its own and never changes one that is complete; our reference goes in `deinit`.
  nonisolated(unsafe) private let raw: OpaquePointer?

  /// Copies the body once, into memory the library keeps.
  public init(_ response: HTTPResponse) {
    status = response.status
    source = response
    unsafe raw = RawResponse.make(response)
  }

  deinit {
    if let raw = unsafe raw { unsafe MHD_destroy_response(raw) }
  }

  /// Queues it on a connection inside one of that connection's callbacks. False: close the connection.
  func queue(on connection: ConnectionHandle) -> Bool {
    guard let raw = unsafe raw else { return false }
    return unsafe connection.queue(raw, status: status)
  }
}
