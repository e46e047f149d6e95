internal import Desk

/// How long a server keeps rows, in whole days behind the newest row.
///
/// A day goes once it ends before min(wall clock, newest row) minus the days: QuestDB's rule, and ours for
/// PostgreSQL.
public struct StoreTTL: Sendable, Hashable {
  /// For the tables of the journal's rows; nil leaves the server's setting alone, 0 keeps them for ever.
  public let rowDays: Int?
  /// For ticks and candles, alike.
  public let marketDays: Int?

  /// The longest time, a century: what servers count hours in does not overflow.
  public static let maxDays = 36_500

  /// Nil when a number is negative or greater than `maxDays`.
  public init?(rowDays: Int?, marketDays: Int?) {
    for days in [rowDays, marketDays] {
      if let days, !(0...Self.maxDays).contains(days) { return nil }
    }
    self.rowDays = rowDays
    self.marketDays = marketDays
  }

  private init() { (rowDays, marketDays) = (nil, nil) }

  /// Leaves every setting alone.
  public static let unchanged = StoreTTL()

  /// Of one table; nil leaves it alone.
  func days(_ table: Table) -> Int? { Table.journaled.contains(table) ? rowDays : marketDays }

  /// QuestDB's statement. The unit is spelled out: `90m` is ninety months.
  static func statement(_ table: Table, days: Int) -> String {
    "ALTER TABLE \(table.rawValue) SET TTL \(days) DAYS"
  }

  /// Hours from `tables()`: nil for calendar units, which no number of days equals.
  static func hours(value: Int64, unit: String) -> Int64? {
    if value == 0 { return 0 }
    let hoursInUnit: Int64
    switch unit.uppercased() {
    case "HOUR": hoursInUnit = 1
    case "DAY": hoursInUnit = 24
    case "WEEK": hoursInUnit = 168
    default: return nil
    }
    let (hours, overflow) = value.multipliedReportingOverflow(by: hoursInUnit)
    return overflow ? nil : hours
  }
}
