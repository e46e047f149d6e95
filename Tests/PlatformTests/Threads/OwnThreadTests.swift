import CSys
import Primitives
import Testing

@testable import Platform

@Suite("Threads and one-shot answers")
struct OwnThreadTests {
  @Test("a thread runs its closure under its kernel name, and join waits for it")
  func runsNamed() {
    let seen = OneShot<String>()
    let thread = OwnThread.start(name: "a-long-thread-name") {
      var name = [CChar](repeating: 0, count: 16)
      sx_thread_name(&name, name.count)
      seen.fulfil(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    thread.join()
    thread.join()
    #expect(seen.current == "a-long-thread-n")
  }

  @Test("a thread has room for deep stacks")
  func hasStack() {
    let result = OneShot<Int>()
    @Sendable func depth(_ level: Int) -> Int { level == 0 ? 0 : 1 + depth(level - 1) }
    OwnThread.start(name: "deep") { result.fulfil(depth(10_000)) }.join()
    #expect(result.current == 10_000)
  }

  @Test("a one-shot keeps the first answer and tells the second it was late")
  func firstAnswerWins() {
    let box = OneShot<Int>()
    #expect(box.wait(upTo: 0) == nil)
    #expect(box.wait(upTo: 1_000_000) == nil)
    #expect(box.fulfil(1))
    #expect(!box.fulfil(2))
    #expect(box.wait(upTo: nil) == 1)
  }

  @Test("a one-shot wakes every waiter")
  func wakesAllWaiters() {
    let box = OneShot<Int>()
    let sum = Sum()
    let waiters = (0..<3).map { _ in
      OwnThread.start(name: "waiter") { sum.add(box.wait(upTo: nil) ?? 0) }
    }
    box.fulfil(7)
    for waiter in waiters { waiter.join() }
    #expect(sum.total == 21)
  }

  @Test("the monotonic clock never runs backward, the wall clock is later than 2024")
  func clocks() {
    let first = MonotonicClock.nowNanoseconds()
    #expect(MonotonicClock.nowNanoseconds() >= first)
    #expect(WallClock.now().nanoseconds > 1_704_067_200_000_000_000)
  }

  private final class Sum: Sendable {
    private let value = Locked(0)
    var total: Int { value.withLock { $0 } }
    func add(_ number: Int) { value.withLock { $0 += number } }
  }
}
