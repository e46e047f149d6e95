import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("What the machine says of itself")
struct HostNoticeTests {
  @Test("with the disk nearly full entries are refused, exits pass, and it goes on when there is room")
  func storage() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.feed(.host(.storageLow(freeBytes: 60 << 20)))
    harness.feed(.host(.storageLow(freeBytes: 50 << 20)))
    let alert = try #require(harness.alerts(.storageLow).last)
    #expect(harness.alerts(.storageLow).count == 1)
    #expect(alert.severity == .critical && alert.message.contains("60 MB"))
    #expect(harness.code(harness.send(harness.signal(.entry, .buy, "0.01", id: "s672"))) == "STORAGE_LOW")
    #expect(harness.code(harness.send(harness.signal(.exit, .sell, "0.02", id: "s753"))) == nil)
    harness.feed(.host(.storageFine(freeBytes: 100 << 20)))
    #expect(harness.alerts(.storageLow).last?.state == .resolved && !harness.state.isStorageLow)
    #expect(harness.code(harness.send(harness.signal(.entry, .buy, "0.01", id: "s981"))) == nil)
  }

  @Test("a clock set back is an alert each time, and stops nothing")
  func clock() throws {
    var harness = try DeskHarness()
    harness.quote(Fixture.btc, 50_000, 50_000)
    harness.feed(.host(.clockJumped(nanoseconds: -3_600_000_000_000)))
    harness.feed(.host(.clockJumped(nanoseconds: 3_600_000_000_000)))
    #expect(harness.alerts(.clockJump).map(\.message).count == 2)
    #expect(harness.alerts(.clockJump).first?.message == "the wall clock was set back by 3600000 ms")
    #expect(harness.code(harness.send(harness.signal(.entry, .buy, "0.01", id: "s1542"))) == nil)
  }
}
