import Desk
import Ingest
import Platform
import Primitives
import Query
import Testing
import Trading

@testable import Runners

@Suite("An account that waits for room for the exchange's log")
struct HeldAccountTests {
  @Test("says so, refuses what comes, is alive, and goes on when there is room")
  func held() throws {
    let scratch = try Scratch()
    let bench = try AccountBench(scratch)
    defer { bench.stop() }
    bench.start()
    bench.isFull.isOn = true
    let first = try bench.enter("first")
    bench.waitUntil("it is held") { bench.account.hold != nil }
    let check = try #require(bench.health.checks.first { $0.name == "account" })
    #expect(!check.isHealthy && check.detail.contains("the disk is full"))
    let later = MonotonicClock.nowNanoseconds() + 3_600 * Nanos.perSecond
    #expect(bench.watch.isAlive(within: 1, at: later), "it would be killed for waiting")
    guard case .unavailable(.notNow(let reason))? = try bench.enter("second").current else {
      Issue.record("an entry was not refused at once")
      return
    }
    #expect(reason.contains("the disk is full"))
    let halt = OneShot<OperatorAnswer>()
    bench.account.operate(OperatorCommand(.halt, actor: "ann", reason: "test")) { _ = halt.fulfil($0) }
    guard case .unavailable? = halt.current else {
      Issue.record("a command was not refused at once")
      return
    }
    #expect(first.current == nil)
    bench.isFull.isOn = false
    bench.waitUntil("it goes on") { bench.account.hold == nil && bench.account.phase == .running }
    _ = first.wait(upTo: RunningService.deadlineNanos)
    guard
      case .decided(let decision)? = try bench.enter("third").wait(upTo: RunningService.deadlineNanos),
      case .ordered = decision.outcome
    else {
      Issue.record("an entry was refused after there was room")
      return
    }
    let lines = try bench.logged()
    #expect(lines.count { $0.contains("the account is held until there is") } == 1)
    #expect(lines.count { $0.contains("held no longer") } == 1)
  }

  @Test("a command to stop entries counts as waiting until it is heard")
  func stopWaits() throws {
    let account = LiveAccount(AccountID("main"), journal: JournalHolder())
    account.phase = .running
    account.operate(OperatorCommand(.flatten, actor: "ann", reason: "test")) { _ in }
    #expect(!account.isStopWaiting)
    account.operate(OperatorCommand(.halt, actor: "ann", reason: "test")) { _ in }
    #expect(account.isStopWaiting)
    account.refuse(account.notes.take(waitingUpTo: 0), .notNow("gone"))
    #expect(!account.isStopWaiting)
    account.notes.close()
    account.operate(OperatorCommand(.halt, actor: "ann", reason: "test")) { _ in }
    #expect(!account.isStopWaiting, "one that was not taken counts for ever")
  }

  @Test("stopped while it waits, it journals its entry as failed: the next start does not send it")
  func stopped() throws {
    let scratch = try Scratch()
    let bench = try AccountBench(scratch)
    bench.start()
    bench.isFull.isOn = true
    let said = try bench.enter("first")
    bench.waitUntil("it is held") { bench.account.hold != nil }
    bench.stop()
    guard case .unavailable? = said.current else {
      Issue.record("the sender was told otherwise: \(String(describing: said.current))")
      return
    }
    let reader = try JournalReader(path: bench.directory.journalPath, instruments: bench.book)
    let failed = try reader.events(after: 0, limit: 1_000).compactMap { journaled in
      if case .order(_, .failed(let error)) = journaled.event { error.code } else { nil }
    }
    #expect(failed == ["HELD_ENTRY"])
  }
}
