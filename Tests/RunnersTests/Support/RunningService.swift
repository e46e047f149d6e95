import Foundation
import Ingest
import Platform
import Primitives
import Query
import TestSupport
import Testing
import Trading

@testable import Runners

/// A service inside the test's process, on a free port and a data directory of the test's.
final class RunningService {
  /// Generous: a test waits for an event, not for a time.
  static let deadlineNanos: Int64 = 120 * Nanos.perSecond

  let service: Service
  private let ending: OneShot<Service.Ending>
  private let sink: LogSink

  var logger: Logger { Logger(label: "test", sink: sink) }

  init(_ settings: ServiceSettings, notifier: ServiceNotifier? = nil) throws {
    var settings = settings
    settings.port = 0
    let ending = OneShot<Service.Ending>()
    self.ending = ending
    // What the service says is not what these tests look at.
    sink = LogSink(descriptor: open("/dev/null", O_WRONLY), format: .json)
    service = try Service(
      settings: settings, logger: Logger(label: "test", sink: sink), notifier: notifier
    ) {
      ending.fulfil($0)
    }
    do { try service.start() } catch {
      service.stop()
      sink.close()
      throw error
    }
  }

  /// The only account, or the first.
  var account: LiveAccount { service.accounts.all[0] }

  /// How the account has ended by now.
  var endedAs: Service.Ending? { ending.current }

  /// How the account ended; nil when it has not within the deadline.
  func waitForEnd() -> Service.Ending? { ending.wait(upTo: Self.deadlineNanos) }

  /// Waits until the account has taken in a row of the market.
  func waitForRow(_ row: Int64) {
    waitUntil("row \(row)") { (account.board.latest?.tapeRow ?? 0) >= row }
  }

  /// Waits until the tape is at its end and all of it is durable.
  func waitForTapeEnd() {
    waitUntil("the tape is at its end") { account.board.newest?.view.tapeEnded == true }
  }

  /// Waits until something holds that comes by itself; an issue when it does not within the deadline.
  func waitUntil(_ what: String, _ holds: () throws -> Bool) rethrows {
    let start = MonotonicClock.nowNanoseconds()
    let pause = OneShot<Bool>()
    while MonotonicClock.nowNanoseconds() - start < Self.deadlineNanos {
      if try holds() { return }
      _ = pause.wait(upTo: Nanos.perMillisecond)
    }
    Issue.record("not within the deadline: \(what)")
  }

  /// What the service answers to a GET.
  func get(_ path: String) throws -> (status: Int, json: JSONValue) {
    try Loopback.get(path, port: service.port)
  }

  /// What `/api/stores` says of the first store.
  func store() throws -> JSONValue { try get("/api/stores").json["results"]?.array?.first ?? .null }

  /// Stops it in the middle of its tape; an issue when the tape was over before.
  func interrupt() {
    stop()
    if case .finished? = ending.current { Issue.record("the tape was over before the stop") }
  }

  func stop() {
    service.stop()
    sink.close()
  }
}
