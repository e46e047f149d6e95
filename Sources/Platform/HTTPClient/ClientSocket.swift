internal import CSys
internal import Glibc

/// A connected stream socket that waits with a limit.
final class ClientSocket {
  private let descriptor: Int32
  private let timeoutMillis: Int32
  private let name: String

  init(_ address: HTTPAddress, timeoutNanos: Int64) throws(HTTPClientError) {
    name = address.authority
    timeoutMillis = Int32(clamping: max(timeoutNanos / 1_000_000, 1))
    descriptor = try Self.connect(address, timeoutMillis: timeoutMillis)
  }

  deinit { close(descriptor) }

  /// Writes all of it.
  func write(_ bytes: [UInt8]) throws(HTTPClientError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent >= 0 {
        rest = rest.dropFirst(sent)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        guard sx_poll_writable(descriptor, timeoutMillis) != 0 else { throw timedOut }
      default: throw HTTPClientError(.closed, "\(name) closed the connection")
      }
    }
  }

  /// What has come, after waiting for it; empty at the end of the connection.
  func read() throws(HTTPClientError) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = unsafe recv(descriptor, &chunk, chunk.count, 0)
      if got >= 0 { return Array(chunk[..<got]) }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        guard sx_poll_readable(descriptor, -1, timeoutMillis) != 0 else { throw timedOut }
      case ECONNRESET: return []
      default: throw HTTPClientError(.closed, "the connection to \(name) failed")
      }
    }
  }

  private var timedOut: HTTPClientError {
    HTTPClientError(.timedOut, "\(name) did not answer within \(timeoutMillis / 1_000) s")
  }

  /// Tries every address of the name in turn.
  private static func connect(
    _ address: HTTPAddress, timeoutMillis: Int32
  ) throws(HTTPClientError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(address.host, String(address.port), &hints, &found) == 0 else {
      throw HTTPClientError(.unreachable, "the name \(address.host) is not known")
    }
    defer { unsafe freeaddrinfo(found) }
    var reason = "no address"
    var next = unsafe found
    while let candidate = unsafe next {
      let descriptor = unsafe socket(
        candidate.pointee.ai_family,
        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
          | Int32(SOCK_CLOEXEC.rawValue), 0)
      if descriptor >= 0 {
        let failure = unsafe finish(
          Glibc.connect(descriptor, candidate.pointee.ai_addr, candidate.pointee.ai_addrlen),
          descriptor, timeoutMillis)
        if failure == 0 { return descriptor }
        close(descriptor)
        reason = failure == ETIMEDOUT ? "no answer" : SystemText.error(failure)
      }
      unsafe next = candidate.pointee.ai_next
    }
    throw HTTPClientError(
      .unreachable, "nothing answers at \(address.authority) (\(reason)): is the service running?")
  }

  /// Waits for a connection that was begun; 0 or the error number.
  private static func finish(_ result: Int32, _ descriptor: Int32, _ timeoutMillis: Int32) -> Int32 {
    if result == 0 { return 0 }
    guard errno == EINPROGRESS else { return errno }
    guard sx_poll_writable(descriptor, timeoutMillis) != 0 else { return ETIMEDOUT }
    var failure: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 else {
      return errno
    }
    return failure
  }
}
