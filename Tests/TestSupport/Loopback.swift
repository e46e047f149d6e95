import Glibc

/// Sockets of this machine, for tests that speak to a server byte by byte or stand between two.
public enum Loopback {
  /// The system gave no socket, or nobody listens.
  public struct NoSocket: Error {
    /// Memberwise.
    public init() {}
  }

  /// A listener on a free port.
  public static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw NoSocket() }
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var bound = address(port: 0)
    let port: Int? = withUnsafeMutablePointer(to: &bound) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        guard bind(descriptor, raw, size) == 0, Glibc.listen(descriptor, 16) == 0,
          getsockname(descriptor, raw, &size) == 0
        else { return nil }
        return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int($0.pointee.sin_port.bigEndian) }
      }
    }
    guard let port else {
      close(descriptor)
      throw NoSocket()
    }
    return (descriptor, port)
  }

  /// A connection to a port; nil when nobody listens.
  ///
  /// - Parameters:
  ///   - readSeconds: after which a read gives up; 0: never.
  ///   - receiveBufferBytes: of the system, for a reader that is to fall behind; nil: its own choice.
  public static func connect(
    _ port: Int, readSeconds: Int = 0, receiveBufferBytes: Int32? = nil
  ) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: readSeconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if var bytes = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }
    var target = address(port: UInt16(truncatingIfNeeded: port))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, size) == 0
      }
    }
    if isConnected { return descriptor }
    close(descriptor)
    return nil
  }

  /// Writes all of it; false when the other side goes before.
  @discardableResult
  public static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// What has come, at most so much; empty when the other side is gone.
  public static func read(_ descriptor: Int32, most: Int = 65_536) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: most)
    let count = recv(descriptor, &buffer, most, 0)
    return Array(buffer.prefix(max(count, 0)))
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
