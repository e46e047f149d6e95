import Desk
import Testing

@testable import Runners

@Suite("Watching the machine")
struct HostWatchTests {
  private let second: Int64 = 1_000_000_000

  @Test("a nearly full disk is told once, and its end only with some room more")
  func disk() {
    var watch = HostWatch(isStorageLow: false)
    let sizes: [Int64?] = [
      1 << 30, 64 << 20, (64 << 20) - 1, 10, nil, 70 << 20, (96 << 20) - 1, 96 << 20, 1 << 30,
    ]
    let told = sizes.enumerated().flatMap { turn, free in
      watch.look(freeBytes: free, wall: Int64(turn) * second, monotonic: Int64(turn) * second)
    }
    #expect(told == [.storageLow(freeBytes: (64 << 20) - 1), .storageFine(freeBytes: 96 << 20)])
  }

  @Test("what was low before a restart is told to be over when it is")
  func restart() {
    var watch = HostWatch(isStorageLow: true)
    #expect(watch.look(freeBytes: 1, wall: 0, monotonic: 0).isEmpty)
    #expect(
      watch.look(freeBytes: 1 << 30, wall: second, monotonic: second) == [.storageFine(freeBytes: 1 << 30)])
  }

  @Test("a clock set back an hour is told once; its drift and the first look are not")
  func clock() {
    var watch = HostWatch(isStorageLow: false)
    let hour = 3_600 * second
    #expect(watch.look(freeBytes: nil, wall: 50 * hour, monotonic: 7).isEmpty)
    #expect(watch.look(freeBytes: nil, wall: 50 * hour + second / 2, monotonic: 7).isEmpty)
    #expect(
      watch.look(freeBytes: nil, wall: 49 * hour + second / 2, monotonic: 7)
        == [.clockJumped(nanoseconds: -hour)])
    #expect(watch.look(freeBytes: nil, wall: 49 * hour + second, monotonic: second / 2 + 7).isEmpty)
  }
}
