import Desk
import Platform
import Primitives
import Query
import Testing
import Trading

@testable import Ingest
@testable import Runners

@Suite("A journal that fails between two requests that waited together")
struct BatchFailureTests {
  @Test("what was durable is answered, and what came after it is refused")
  func answers() throws {
    let scratch = try Scratch()
    let fails = Switch()
    var journalSettings = JournalSettings()
    journalSettings.beforeCommit = { connection in
      if fails.isOn { try? connection.execute("PRAGMA query_only = ON") }
    }
    let bench = try AccountBench(scratch, journalSettings: journalSettings)
    defer { bench.stop() }
    bench.start()
    // The first answer keeps the account's thread while the others come: they are taken together.
    let (isHeld, goOn) = (OneShot<Bool>(), OneShot<Bool>())
    bench.account.operate(OperatorCommand(.cancelAll, actor: "ann", reason: "test")) { _ in
      isHeld.fulfil(true)
      _ = goOn.wait(upTo: RunningService.deadlineNanos)
    }
    #expect(isHeld.wait(upTo: RunningService.deadlineNanos) == true)
    let before = OneShot<OperatorAnswer>()
    bench.account.operate(OperatorCommand(.pauseEntries, actor: "ann", reason: "test")) { answer in
      fails.isOn = true
      before.fulfil(answer)
    }
    let (failing, after) = (OneShot<OperatorAnswer>(), OneShot<OperatorAnswer>())
    bench.account.operate(OperatorCommand(.drain, actor: "ann", reason: "test")) { failing.fulfil($0) }
    let signal = try bench.enter("after")
    bench.account.operate(OperatorCommand(.resume, actor: "ann", reason: "test")) { after.fulfil($0) }
    goOn.fulfil(true)
    bench.waitUntil("the account has stopped") { bench.failure.withLock { $0 } != nil }
    guard case .done? = before.current else {
      Issue.record("a durable answer was dropped")
      return
    }
    guard case .unavailable? = failing.current, case .unavailable? = signal.current,
      case .unavailable? = after.current
    else {
      Issue.record("somebody waits for an account that has stopped")
      return
    }
    #expect(!bench.account.isStopWaiting)
  }
}
