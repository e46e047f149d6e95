import Glibc
import Ingest
import Platform
import Primitives
import Query
import Synchronization
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("What the service manager is told")
struct ServiceWatchTests {
  /// A socket as systemd has it.
  private final class Manager {
    let path: String
    private let descriptor: Int32

    init(_ scratch: Scratch) throws {
      path = scratch.path + "/notify"
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      let size = socklen_t(MemoryLayout<sockaddr_un>.size)
      let isBound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
      }
      try #require(isBound)
      // A message that does not come is a failure, not a test without end.
      var limit = timeval(tv_sec: 60, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// The next message; empty when none comes.
    func next() -> String { String(decoding: Loopback.read(descriptor), as: UTF8.self) }

    /// Every message up to one of these words.
    func through(_ last: String) -> [String] {
      var messages: [String] = []
      while let message = Optional(next()), !message.isEmpty {
        messages.append(message)
        if message == last { break }
      }
      return messages
    }
  }

  @Test("what it recovers, that it is ready, that it lives, that it ends: in this order")
  func messages() throws {
    let scratch = try Scratch()
    let manager = try Manager(scratch)
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    let running = try RunningService(
      settings, notifier: ServiceNotifier(socket: manager.path, watchdogNanos: 4 * Nanos.perSecond))
    let before = manager.through("READY=1")
    #expect(before.last == "READY=1")
    #expect(before.contains("STATUS=trading"))
    #expect(manager.through("WATCHDOG=1").last == "WATCHDOG=1")
    running.stop()
    let end = manager.through("STOPPING=1")
    #expect(end.last == "STOPPING=1" && !end.contains("READY=1"))
  }

  @Test("no sign of life once the account's thread stands still, unless it recovers")
  func standsStill() throws {
    let journal = JournalHolder()
    let account = LiveAccount(AccountID("main"), journal: journal)
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    let stores = StoreWriters(settings: ServiceSettings(), logger: Logger(label: "test", sink: sink))
    let watch = ServiceWatch(
      notifier: ServiceNotifier(socket: "@none", watchdogNanos: nil),
      health: ServiceHealth(accounts: [account], journal: journal, stores: stores),
      journal: journal)
    #expect(watch.isAlive(within: 100, at: 1_000_000))
    account.phase = .running
    account.roundAt.store(1_000, ordering: .relaxed)
    #expect(watch.isAlive(within: 100, at: 1_100))
    #expect(!watch.isAlive(within: 100, at: 1_101))
    account.phase = .failed("gone")
    #expect(!watch.isAlive(within: 100, at: 1_101))
    // Of several the others decide: one that failed is missed by nobody but its check.
    let other = LiveAccount(AccountID("other"), journal: journal)
    let health = ServiceHealth(accounts: [account, other], journal: journal, stores: stores)
    let both = ServiceWatch(
      notifier: ServiceNotifier(socket: "@none", watchdogNanos: nil), health: health, journal: journal)
    other.phase = .running
    other.roundAt.store(1_000, ordering: .relaxed)
    #expect(both.isAlive(within: 100, at: 1_100) && !both.isAlive(within: 100, at: 1_101))
    #expect(health.checks.map(\.name) == ["journal", "account_main", "account_other"])
  }
}
