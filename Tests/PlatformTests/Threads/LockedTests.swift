import Testing

@testable import Platform

@Suite("A value behind a lock")
struct LockedTests {
  @Test("loses no change when several threads make it")
  func excludes() {
    let counts = Shared()
    let threads = (0..<4).map { number in
      OwnThread.start(name: "count\(number)") {
        for _ in 0..<20_000 { counts.values.withLock { $0.append(($0.last ?? 0) + 1) } }
      }
    }
    for thread in threads { thread.join() }
    #expect(counts.values.withLock { $0 } == Array(1...80_000))
  }

  @Test("is free again after an error, which goes on to the caller")
  func passesErrors() {
    let value = Locked(1)
    #expect(throws: Refused.self) {
      try value.withLock { number throws(Refused) in
        number = 2
        throw Refused()
      }
    }
    #expect(value.withLock { $0 } == 2)
  }

  @Test("lets go of what it holds when it goes")
  func letsGo() {
    weak var held: Shared?
    do {
      let content = Shared()
      let value = Locked<Shared?>(content)
      held = content
      #expect(value.withLock { $0 } === content)
    }
    #expect(held == nil)
  }

  private struct Refused: Error {}

  private final class Shared: Sendable {
    let values = Locked<[Int]>([])
  }
}
