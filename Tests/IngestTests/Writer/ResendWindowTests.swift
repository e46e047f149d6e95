import Testing

@testable import Ingest

@Suite("How far a store's word is trusted")
struct ResendWindowTests {
  private let second: Int64 = 1_000_000_000

  private func window(grace: Int64 = 300, acknowledged: Int64 = 0, safe: Int64 = 0) -> ResendWindow {
    ResendWindow(graceNanos: grace * second, acknowledged: acknowledged, safe: safe)
  }

  @Test("a store that syncs at commit is safe at once")
  func durable() {
    var window = window()
    window.acknowledge(7, at: 0, isDurable: false)
    #expect(window.safe == 0)
    window.acknowledge(9, at: 1, isDurable: true)
    #expect(window.acknowledged == 9 && window.safe == 9)
  }

  @Test("what was acknowledged a grace period ago is safe, and nothing younger")
  func grace() {
    var window = window()
    for now in Int64(0)..<1_000 {
      window.acknowledge(now + 1, at: now * second, isDurable: false)
      #expect(window.acknowledged == now + 1)
      #expect(window.safe <= max(0, now - 300 + 1), "at \(now) s, \(window.safe)")
      // A step of the window behind at most.
      #expect(window.safe >= now - 300 + 1 - 300 / 64 - 1, "at \(now) s, \(window.safe)")
    }
  }

  @Test("when nothing comes any more, all of it becomes safe after the grace period, the last row too")
  func quiet() {
    var window = window()
    window.acknowledge(10, at: 0, isDurable: false)
    window.acknowledge(20, at: 1, isDurable: false)
    window.settle(at: 300 * second)
    #expect(window.safe == 10)
    window.settle(at: 300 * second + 1)
    #expect(window.safe == 20)
  }

  @Test("however many acknowledgements, few steps are remembered")
  func bounded() {
    var window = window()
    for tick in Int64(0)..<200_000 {
      window.acknowledge(tick, at: tick * 5_000_000, isDurable: false)
    }
    let steps = Mirror(reflecting: window).children.first { $0.label == "pending" }?.value as? [Any]
    #expect((steps?.count ?? .max) <= ResendWindow.steps + 1)
    #expect(window.safe > 0)
  }

  @Test("after a new connection time counts anew: what was not safe stays so, however long it was away")
  func reconnected() {
    var window = window(acknowledged: 5, safe: 5)
    window.acknowledge(1_000, at: 0, isDurable: false)
    window.reconnected()
    window.settle(at: 10_000 * second)
    #expect(window.acknowledged == 1_000 && window.safe == 5)
    // Sent again from 5 on: an old acknowledgement of 1,000 must not make safe what was not sent yet.
    window.acknowledge(300, at: 10_001 * second, isDurable: false)
    window.settle(at: 10_001 * second)
    #expect(window.safe == 5)
    window.settle(at: 10_301 * second)
    #expect(window.safe == 300)
  }

  @Test("going back takes all promises with it; safe is never beyond acknowledged")
  func rewound() {
    var window = window(acknowledged: 3, safe: 9)
    #expect(window.safe == 3)
    window.acknowledge(50, at: 0, isDurable: true)
    window.acknowledge(60, at: 1, isDurable: false)
    window.rewind(to: 0)
    window.settle(at: 1_000 * second)
    #expect(window.acknowledged == 0 && window.safe == 0)
  }

  @Test("without a grace period what is acknowledged is safe")
  func noGrace() {
    var window = window(grace: 0)
    for seq in Int64(1)...10 {
      window.acknowledge(seq, at: 5, isDurable: false)
      #expect(window.safe == seq)
    }
  }
}
