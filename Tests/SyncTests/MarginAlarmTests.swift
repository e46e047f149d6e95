import Primitives
import Testing
import Trading

@testable import Sync

@Suite("Margin ratio to severity (ruling 5, S2-POS-15)")
struct MarginAlarmTests {
  private func number(_ text: String) throws -> Fixed { try Fixed(parsing: text) }

  @Test(
    "Buffer under 25 % warns (ratio under 133.3), under 15 % is critical (under 117.6)",
    arguments: [
      ("1000", nil), ("133.4", nil), ("133.333333333334", nil), ("133.333333333333", .warning),
      ("133.3", .warning), ("117.7", .warning), ("117.647058823530", .warning),
      ("117.647058823529", .critical), ("117.6", .critical), ("100", .critical), ("25", .critical),
      ("15", .critical), ("0", .critical), ("-40", .critical),
    ] as [(String, AlertSeverity?)])
  func buffers(ratio: String, severity: AlertSeverity?) throws {
    #expect(MarginAlarm().severity(ratioPercent: try number(ratio)) == severity)
  }

  @Test(
    "The source's literal 25 and 15 hold when the buffers are off",
    arguments: [
      ("25.1", nil), ("25", .warning), ("15.1", .warning), ("15", .critical), ("-1", .critical),
    ] as [(String, AlertSeverity?)])
  func literal(ratio: String, severity: AlertSeverity?) throws {
    // A buffer of −9 is a ratio under 10.
    let alarm = MarginAlarm(warningBuffer: -9, criticalBuffer: -9)
    #expect(alarm.severity(ratioPercent: try number(ratio)) == severity)
  }

  @Test("An unknown ratio is no alarm (trap 18)")
  func unknown() {
    #expect(MarginAlarm().severity(ratioPercent: nil) == nil)
  }

  @Test("No ratio, however large or small, overflows", arguments: [Fixed.greatest, .smallest, -.greatest])
  func extremes(ratio: Fixed) {
    #expect(MarginAlarm().severity(ratioPercent: ratio) == (ratio == .greatest ? nil : .critical))
  }
  @Test("Equity of the safe multiple is no alarm, and of one less it is")
  func safeMultiple() throws {
    var generator = SeededGenerator(seed: 17)
    func drawn(_ most: UInt64) -> Fixed { Fixed(mantissa: Int128(generator.below(most)) * 1_000_000_000) }
    #expect(MarginAlarm().safeMultiple == 2)
    // No buffer is as large as the whole equity, and a ratio of 100,000 is past the last multiple tried.
    #expect(MarginAlarm(warningBuffer: 1).safeMultiple == nil)
    #expect(MarginAlarm(warningRatioPercent: 100_000).safeMultiple == nil)
    var multiples: Set<Int> = []
    for _ in 0..<500 {
      let alarm = MarginAlarm(
        warningBuffer: drawn(999), criticalBuffer: drawn(900), warningRatioPercent: drawn(900_000),
        criticalRatioPercent: drawn(300_000))
      let multiple = try #require(alarm.safeMultiple)
      multiples.insert(multiple)
      #expect(alarm.severity(ratioPercent: Fixed(100 * multiple)) == nil)
      #expect(multiple == 1 || alarm.severity(ratioPercent: Fixed(100 * (multiple - 1))) != nil)
      for _ in 0..<20 {
        let maintenance = drawn(9_000_000) + .smallest
        let equity = maintenance.multiplied(by: multiple) + drawn(9_000_000) - drawn(9_000_000)
        let margin = AccountMargin(
          wallet: equity, unrealised: 0, initialMargin: 0, maintenanceMargin: maintenance)
        guard margin.covers(multiple) else { continue }
        #expect(alarm.severity(ratioPercent: margin.ratioPercent) == nil)
      }
    }
    #expect(multiples.count > 10)
  }
}
