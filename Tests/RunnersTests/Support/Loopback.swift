import Glibc
import Platform

/// Sockets of this machine, for what tests put between a service and its stores, and for asking a service.
enum Loopback {
  struct NoSocket: Error {}

  /// A listener on a free port.
  static func listen() throws -> (descriptor: Int32, port: Int) {
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
  static func connect(_ port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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

  /// Writes all of it, or what the other side takes before it goes.
  static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// What has come, at most so much; empty when the other side is gone.
  static func read(_ descriptor: Int32, most: Int = 65_536) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: most)
    let count = recv(descriptor, &buffer, most, 0)
    return Array(buffer.prefix(max(count, 0)))
  }

  /// The status and the JSON a GET is answered with.
  static func get(_ path: String, port: UInt16) throws -> (status: Int, json: JSONValue) {
    let (head, body) = try exchange(path, port: port)
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return (status, (try? JSONParser.parse(Array(body.utf8))) ?? .null)
  }

  /// The body a GET is answered with.
  static func text(_ path: String, port: UInt16) throws -> String {
    String(try exchange(path, port: port).body)
  }

  private static func exchange(_ path: String, port: UInt16) throws -> (head: Substring, body: Substring) {
    guard let descriptor = connect(Int(port)) else { throw NoSocket() }
    defer { close(descriptor) }
    let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
    write(request.utf8, to: descriptor)
    var bytes: [UInt8] = []
    while true {
      let more = read(descriptor)
      if more.isEmpty { break }
      bytes += more
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
