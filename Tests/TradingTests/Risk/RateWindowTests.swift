import Primitives
import Testing

@testable import Trading

@Suite("Orders of the last 60 seconds (DESIGN Safety)")
struct RateWindowTests {
  private func time(_ seconds: Int64, nanos: Int64 = 0) -> Timestamp {
    Timestamp(nanoseconds: (1_772_445_600 + seconds) * Nanos.perSecond + nanos)
  }

  @Test("What happened counts for 60 seconds, by the second, and then no more")
  func slides() {
    var window = RateWindow()
    window.record(at: time(0))
    window.record(at: time(0, nanos: 999_999_999))
    window.record(at: time(30))
    #expect(window.count(at: time(30)) == 3)
    #expect(window.count(at: time(59, nanos: 999_999_999)) == 3)
    #expect(window.count(at: time(60)) == 1)
    #expect(window.count(at: time(89)) == 1)
    #expect(window.count(at: time(90)) == 0)
  }

  @Test("Looking changes nothing, whenever one looks")
  func lookingIsPure() {
    var window = RateWindow()
    window.record(at: time(0))
    let before = window
    #expect(window.count(at: time(1_000)) == 0)
    #expect(window == before && window.count(at: time(0)) == 1)
  }

  @Test("While time stands still everything counts")
  func standingStill() {
    var window = RateWindow()
    for _ in 0..<5_000 { window.record(at: time(7)) }
    #expect(window.count(at: time(7)) == 5_000 && window.count(at: time(67)) == 0)
  }

  @Test("Time going back loses nothing and counts at the newest second")
  func goingBack() {
    var window = RateWindow()
    window.record(at: time(100))
    window.record(at: time(40))
    #expect(window.count(at: time(40)) == 2 && window.count(at: time(159)) == 2)
    #expect(window.count(at: time(160)) == 0)
  }

  @Test(
    "Jumps to the ends of time neither trap nor leave anything behind",
    arguments: [
      Timestamp.distantFuture, Timestamp(nanoseconds: .max - 1), Timestamp(nanoseconds: .max / 2),
    ])
  func jumps(far: Timestamp) {
    var window = RateWindow()
    window.record(at: .distantPast)
    window.record(at: time(0))
    window.record(at: far)
    #expect(window.count(at: far) == 1)
    window.record(at: .distantPast)
    #expect(window.count(at: .distantPast) == 2)
  }

  @Test("It agrees with counting by hand over a random minute-long walk", arguments: [1, 2, 3] as [UInt64])
  func model(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var window = RateWindow()
    var seconds: [Int64] = []
    var now = Int64(0)
    for _ in 0..<3_000 {
      now += Int64(random.below(8) == 0 ? random.below(90) : random.below(3))
      if random.below(2) == 0 {
        window.record(at: time(now))
        seconds.append(now)
      }
      #expect(window.count(at: time(now)) == seconds.count { $0 > now - 60 })
    }
  }

  @Test("A restored window goes on as the one it was taken of")
  func restored() {
    var window = RateWindow()
    for second in [0, 3, 3, 59, 61] { window.record(at: time(Int64(second))) }
    let content = window.content
    var copy = RateWindow(newestSecond: content.newestSecond, counts: content.counts)
    #expect(copy == window)
    copy.record(at: time(70))
    window.record(at: time(70))
    #expect(copy == window)
  }
}
