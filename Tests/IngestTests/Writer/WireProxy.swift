import CSys
import Glibc

@testable import Ingest
@testable import Platform

/// Stands between a writer and a server: slow, silent, cut, or spoiling a text on its way to the server, so
/// that a server of any kind refuses the rows that hold it.
final class WireProxy: Sendable {
  struct Manner {
    /// Bytes on their way to the server whose last one becomes 0xFF, which no UTF-8 text holds.
    var spoilt: [UInt8] = []
    /// Wait before each piece is passed on.
    var delayMillis: Int32 = 0
    /// Nothing is passed on, in either direction.
    var isSilent = false
    /// The connection is closed, and every new one.
    var isCut = false
  }

  private final class Shared: Sendable {
    let manner = Locked(Manner())
    let stopped = Interrupt()

    /// Waits so long, or for the end.
    func pause(_ milliseconds: Int32) {
      if milliseconds > 0 { _ = sx_poll_readable(stopped.descriptor, -1, milliseconds) }
    }
  }

  struct CannotListen: Error {}

  let port: UInt16
  private let shared = Shared()
  private let thread: OwnThread

  /// Passes on to a port of loopback, one connection after the other.
  init(to target: Int) throws {
    var port: UInt16 = 0
    let listener = sx_listen("127.0.0.1", 0, 8, &port)
    guard listener >= 0 else { throw CannotListen() }
    self.port = port
    let shared = shared
    thread = OwnThread.start(name: "proxy") {
      defer { close(listener) }
      while sx_poll_readable(listener, shared.stopped.descriptor, -1) & 2 == 0 {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { continue }
        if let server = Self.connect(to: target) {
          Self.pass(client, server, shared)
          close(server)
        }
        close(client)
      }
    }
  }

  deinit {
    shared.stopped.raise()
    thread.join()
  }

  /// Changes its manner from now on.
  func behave(_ change: (inout Manner) -> Void) { shared.manner.withLock { change(&$0) } }

  private static func connect(to port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) == 0 }
    }
    if isConnected { return descriptor }
    close(descriptor)
    return nil
  }

  private static func pass(_ client: Int32, _ server: Int32, _ shared: Shared) {
    var held: [UInt8] = []
    while !shared.stopped.isRaised {
      let manner = shared.manner.withLock { $0 }
      if manner.isCut { return }
      if manner.isSilent {
        if isClosed(client) { return }
        shared.pause(5)
        continue
      }
      let ready = sx_poll_readable(client, server, 10)
      if ready & 1 != 0 {
        guard let bytes = receive(client) else { return }
        shared.pause(manner.delayMillis)
        held += bytes
        spoil(&held, manner.spoilt)
      }
      // A marker's beginning waits for its end, but not when nothing follows.
      let kept = ready & 1 != 0 ? begunAtEnd(of: held, manner.spoilt) : 0
      if held.count > kept {
        guard write(server, Array(held.dropLast(kept))) else { return }
        held.removeFirst(held.count - kept)
      }
      if ready & 2 != 0 {
        guard let bytes = receive(server), write(client, bytes) else { return }
      }
    }
  }

  private static func spoil(_ bytes: inout [UInt8], _ marker: [UInt8]) {
    guard !marker.isEmpty, bytes.count >= marker.count else { return }
    for start in 0...(bytes.count - marker.count)
    where bytes[start] == marker[0] && bytes[start..<start + marker.count].elementsEqual(marker) {
      bytes[start + marker.count - 1] = 0xFF
    }
  }

  /// How many of the last bytes may be the beginning of the marker.
  private static func begunAtEnd(of bytes: [UInt8], _ marker: [UInt8]) -> Int {
    guard marker.count > 1 else { return 0 }
    return (1..<marker.count).reversed().first {
      bytes.count >= $0 && bytes.suffix($0).elementsEqual(marker.prefix($0))
    } ?? 0
  }

  private static func isClosed(_ socket: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
  }

  private static func receive(_ socket: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func write(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
