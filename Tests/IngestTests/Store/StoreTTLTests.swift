import Desk
import Testing

@testable import Ingest

@Suite("How long rows are kept")
struct StoreTTLTests {
  @Test("rows and market data have their own number; nil leaves a table alone")
  func days() throws {
    let ttl = try #require(StoreTTL(rowDays: 0, marketDays: 30))
    #expect(ttl.days(.liveOrders) == 0)
    #expect(ttl.days(.ticks) == 30)
    #expect(StoreTTL.unchanged.days(.liveOrders) == nil)
  }

  @Test("a negative or absurd number is refused")
  func bounds() {
    #expect(StoreTTL(rowDays: -1, marketDays: nil) == nil)
    #expect(StoreTTL(rowDays: nil, marketDays: StoreTTL.maxDays + 1) == nil)
    #expect(StoreTTL(rowDays: StoreTTL.maxDays, marketDays: 0) != nil)
  }

  @Test("the unit is spelled out for QuestDB, where 90m are months")
  func statement() { #expect(StoreTTL.statement(.fills, days: 90) == "ALTER TABLE fills SET TTL 90 DAYS") }

  @Test("what tables() says is compared in hours; months are no number of hours")
  func hours() {
    #expect(StoreTTL.hours(value: 0, unit: "HOUR") == 0)
    #expect(StoreTTL.hours(value: 2, unit: "DAY") == 48)
    #expect(StoreTTL.hours(value: 1, unit: "WEEK") == 168)
    #expect(StoreTTL.hours(value: 1, unit: "MONTH") == nil)
    #expect(StoreTTL.hours(value: .max, unit: "DAY") == nil)
  }

  @Test("a day goes once it ended before min(wall clock, newest row) minus the days")
  func expired() throws {
    let days = try Set((10...14).map { try #require(UTCDay(number: $0)) })
    let noon = Int64(14) * 86_400_000_000 + 43_200_000_000
    func gone(newest: Int64, now: Int64, days kept: Int) -> [Int] {
      DayPartitions.expired(days, newestMicros: newest, nowMicros: now, days: kept).map(\.number)
    }
    #expect(gone(newest: noon, now: .max, days: 2) == [10, 11])
    #expect(gone(newest: .max, now: noon, days: 2) == [10, 11])
    // Midnight between day 13 and 14, less a day: day 12 ends at that very moment and stays.
    #expect(gone(newest: Int64(14) * 86_400_000_000, now: .max, days: 1) == [10, 11])
    #expect(gone(newest: .min, now: noon, days: 1).isEmpty)
  }
}
