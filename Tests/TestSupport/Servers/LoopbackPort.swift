import Glibc
import Platform

/// Ports of this machine: free ones for servers, and whether one answers.
enum LoopbackPort {
  /// Below the ports the kernel gives to clients: a client that tries again and again to reach a dead server
  /// would sooner or later be given the server's own port, and be connected to itself.
  private static let range = 20_000...29_999

  private static let taken = Locked<Set<Int>>([])

  /// A port nobody listens on, as does nobody on those at the distances given from it; each is given once in
  /// the life of this process.
  static func free(andAt distances: [Int] = []) throws -> Int {
    for _ in 0..<100 {
      let port = Int.random(in: range)
      let all = [port] + distances.map { port + $0 }
      let isOurs = taken.withLock { taken in
        guard taken.isDisjoint(with: all) else { return false }
        taken.formUnion(all)
        return true
      }
      if isOurs, all.allSatisfy(canListen) { return port }
    }
    throw TestServerError("no free port in \(range)")
  }

  /// Whether something accepts connections on the port.
  static func answers(_ port: Int) -> Bool {
    withSocket(port) { connect($0, $1, $2) == 0 } ?? false
  }

  /// The first line of the answer to a GET, such as "HTTP/1.1 204 OK"; nil when there is none within 2 s.
  static func statusLine(of path: String, port: Int) -> String? {
    let line = withSocket(port) { (descriptor, address, size) -> String? in
      guard connect(descriptor, address, size) == 0 else { return nil }
      let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      let flags = Int32(MSG_NOSIGNAL)
      guard send(descriptor, request, request.utf8.count, flags) > 0 else { return nil }
      var answer = [UInt8](repeating: 0, count: 1_024)
      let count = recv(descriptor, &answer, answer.count, 0)
      return String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
        .split(whereSeparator: \.isNewline).first.map(String.init)
    }
    return line ?? nil
  }

  private static func canListen(on port: Int) -> Bool {
    withSocket(port) { descriptor, address, size in
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
      return bind(descriptor, address, size) == 0
    } ?? false
  }

  /// Runs `body` with a socket whose waits end after 2 s and the address of the port.
  private static func withSocket<Result>(
    _ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result? {
    guard let number = UInt16(exactly: port) else { return nil }
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, type, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 2, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = number.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0, size) }
    }
  }
}
