import Synchronization
import Testing

@testable import Platform

@Suite("The life of the process")
struct LifecycleTests {
  private final class Journal: Sendable {
    private let entries = Mutex<[String]>([])
    var all: [String] { entries.withLock { $0 } }
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }

    func part(_ name: String) -> Lifecycle.Part {
      Lifecycle.Part(name: name, start: { self.add("+" + name) }, stop: { self.add("-" + name) })
    }
  }

  private struct Refused: Error {}

  @Test("starts in order and stops in reverse, once")
  func order() throws {
    let journal = Journal()
    let life = Lifecycle(parts: [journal.part("a"), journal.part("b")])
    try life.start()
    #expect(life.stop().isEmpty)
    #expect(life.stop().isEmpty)
    #expect(journal.all == ["+a", "+b", "-b", "-a"])
  }

  @Test("a start that fails stops those before it and throws on")
  func failure() {
    let journal = Journal()
    let bad = Lifecycle.Part(name: "bad", start: { throw Refused() }, stop: { journal.add("-bad") })
    let seen = Journal()
    let life = Lifecycle(parts: [journal.part("a"), bad, journal.part("c")]) { seen.add("\($0)") }
    #expect(throws: Refused.self) { try life.start() }
    #expect(journal.all == ["+a", "-a"])
    #expect(seen.all == ["started(\"a\")", "failed(\"bad\")", "stopped(\"a\")"])
  }

  @Test("a room that does not stop is left behind after its deadline")
  func overdue() throws {
    let journal = Journal()
    let release = OneShot<Bool>()
    let stuck = Lifecycle.Part(
      name: "stuck", stopDeadlineNanoseconds: 1_000_000, start: {}, stop: { _ = release.wait(upTo: nil) })
    let life = Lifecycle(parts: [journal.part("a"), stuck])
    try life.start()
    #expect(life.stop() == ["stuck"])
    #expect(journal.all == ["+a", "-a"])
    release.fulfil(true)
  }

  @Test("waiting for signals ends with the code given first")
  func ended() {
    let waiter = SignalWaiter()
    #expect(waiter.poll(milliseconds: 0) == nil)
    waiter.end(code: 3)
    waiter.end(code: 4)
    #expect(waiter.wait() == .ended(code: 3))
    #expect(waiter.wait() == .ended(code: 3))
  }

  @Test("draws progress in the width there is")
  func progress() {
    let draw = { (done: Int, columns: Int, hasBar: Bool) in
      ProgressBar.line(
        label: "replay", done: done, total: 200, elapsedNanoseconds: 10_000_000_000, columns: columns,
        hasBar: hasBar)
    }
    #expect(draw(50, 60, true) == "replay [######--------------------]  25 %  50/200  ETA 0:30")
    #expect(draw(200, 79, false) == "replay 100 %  200/200")
    #expect(draw(0, 79, false) == "replay   0 %  0/200")
    #expect(draw(50, 20, true).count <= 20)
  }
}
