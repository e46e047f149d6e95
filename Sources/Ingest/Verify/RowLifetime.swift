/// How long a store keeps the rows of a table.
///
/// A day goes once it ends before min(wall clock, newest row) minus this time: QuestDB's rule, and ours for
/// PostgreSQL.
struct RowLifetime: Hashable {
  /// Microseconds; a month counts 28 days and a year 365, so that no day is thought held that may be gone.
  let micros: Int64
  /// `rows are kept 90 DAYS behind the newest`.
  let reason: String

  /// As QuestDB's `tables()` says it; nil when rows are kept for ever.
  init?(value: Int64, unit: String) {
    guard value > 0 else { return nil }
    let hours: Int64
    switch unit.uppercased() {
    case "HOUR": hours = 1
    case "DAY": hours = 24
    case "WEEK": hours = 7 * 24
    case "MONTH": hours = 28 * 24
    default: hours = 365 * 24
    }
    let (all, overflow) = value.multipliedReportingOverflow(by: hours * 3_600_000_000)
    guard !overflow else { return nil }
    micros = all
    reason = "rows are kept \(value) \(unit.uppercased())\(value == 1 ? "" : "S") behind the newest"
  }

  /// Whole days; nil for 0: for ever.
  init?(days: Int) { self.init(value: Int64(days), unit: "DAY") }

  /// The first day whose rows are surely there.
  func firstHeldDay(newest: Int64, now: Int64) -> VerifyDay {
    let (limit, overflow) = min(newest, now).subtractingReportingOverflow(micros)
    return VerifyDay(micros: overflow ? .min : limit)
  }
}
