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
}
