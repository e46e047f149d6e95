import Glibc
import Ingest
import Platform
import Primitives
import Synchronization
import TestSupport

/// A store as a service should never meet it: it answers nothing, or takes rows as slowly as it likes.
final class DifficultStore: Sendable {
  enum Manner: Sendable {
    /// Takes connections and answers nothing.
    case silent
    /// Lets clients in and answers nothing after that.
    case silentAfterLogin
    /// The way to a real server that lets everything through until the first statement of rows; from there
    /// on a few bytes at a time until `open`.
    case slow(port: Int, bytesATurn: Int)
  }

  /// The port it listens on.
  let port: Int
  /// Filled once a client waits for an answer that does not come, or for bytes to be taken.
  let isWaitedFor = OneShot<Void>()
  private let manner: Manner
  private let isOpen = Atomic<Bool>(false)
  private let isClosed = Atomic<Bool>(false)
  private let threads = Locked<[OwnThread]>([])

  init(_ manner: Manner) throws {
    let (listener, port) = try Loopback.listen()
    self.port = port
    self.manner = manner
    let accepting = OwnThread.start(name: "difficult") { [self] in
      while !isClosed.load(ordering: .acquiring) {
        guard Self.ready([listener])[0] else { continue }
        let client = accept(listener, nil, nil)
        guard client >= 0 else { continue }
        let thread = OwnThread.start(name: "difficult-one") { [self] in
          serve(client)
          close(client)
        }
        threads.withLock { $0.append(thread) }
      }
      close(listener)
    }
    threads.withLock { $0.append(accepting) }
  }

  /// How a client reaches it; user, password and database as given.
  func connection(_ more: String) throws -> ConnectionString {
    try ConnectionString("host=127.0.0.1 port=\(port) sslmode=disable gssencmode=disable \(more)")
  }

  /// Takes everything from now on.
  func open() { isOpen.store(true, ordering: .releasing) }

  /// Ends it; to be called once.
  func stop() {
    isClosed.store(true, ordering: .releasing)
    while let thread = threads.withLock({ $0.popLast() }) { thread.join() }
  }

  private func serve(_ client: Int32) {
    switch manner {
    case .silent: listenOnly(client)
    case .silentAfterLogin:
      guard !Loopback.read(client).isEmpty else { return }
      // AuthenticationOk, ReadyForQuery.
      Loopback.write([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5A, 0, 0, 0, 5, 0x49], to: client)
      listenOnly(client)
    case .slow(let port, let bytesATurn):
      guard let server = Loopback.connect(port) else { return }
      relay(client, server, bytesATurn)
      close(server)
    }
  }

  private func listenOnly(_ client: Int32) {
    while !isClosed.load(ordering: .acquiring) {
      guard Self.ready([client])[0] else { continue }
      if Loopback.read(client).isEmpty { return }
      isWaitedFor.fulfil(())
    }
  }

  private func relay(_ client: Int32, _ server: Int32, _ bytesATurn: Int) {
    let mark = Array("INSERT INTO \"".utf8)
    var (hasMet, held) = (false, [UInt8]())
    while !isClosed.load(ordering: .acquiring) {
      // Past so much that is held the client has to wait, as it has with any server that does not read.
      let ready = Self.ready(held.count < 65_536 ? [server, client] : [server])
      if ready[0] {
        let answer = Loopback.read(server)
        if answer.isEmpty { return }
        Loopback.write(answer, to: client)
      }
      if ready.count > 1, ready[1] {
        let said = Loopback.read(client)
        if said.isEmpty { return }
        held += said
      }
      var passing = held.count
      if !hasMet, let first = held.indices.first(where: { held[$0...].starts(with: mark) }) {
        (hasMet, passing) = (true, first)
      } else if hasMet, !isOpen.load(ordering: .acquiring) {
        if !held.isEmpty { isWaitedFor.fulfil(()) }
        passing = min(bytesATurn, held.count)
      }
      Loopback.write(held.prefix(passing), to: server)
      held.removeFirst(passing)
    }
  }

  /// Which of them have something to read, or have ended; waits a little for the first.
  private static func ready(_ descriptors: [Int32]) -> [Bool] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = poll(&polled, nfds_t(polled.count), 20)
    return polled.map { $0.revents != 0 }
  }
}
