import Desk
import Testing

@testable import Ingest

@Suite("Day partitions")
struct UTCDayTests {
  @Test("a moment lies in the UTC day that holds it")
  func moments() {
    #expect(UTCDay(micros: 0)?.text == "1970-01-01")
    #expect(UTCDay(micros: 86_399_999_999)?.text == "1970-01-01")
    #expect(UTCDay(micros: 86_400_000_000)?.text == "1970-01-02")
    #expect(UTCDay(micros: 1_708_819_200_000_000)?.text == "2024-02-25")
  }

  @Test("before 1970 and past the last day of a timestamp there is none")
  func bounds() {
    #expect(UTCDay(micros: -1) == nil)
    #expect(UTCDay(micros: .max) == nil)
    #expect(UTCDay(number: UTCDay.last)?.text == "2262-04-10")
    #expect(UTCDay(number: UTCDay.last)?.nextText == "2262-04-11")
    #expect(UTCDay(number: UTCDay.last + 1) == nil)
  }

  @Test("names are the table's and the day's, and are read back; others are not")
  func names() throws {
    let day = try #require(UTCDay(micros: 1_709_164_800_000_000))
    let partition = DayPartition(.liveOrders, day)
    #expect(partition.name == "live_orders_2024_02_29")
    #expect(DayPartition(.liveOrders, name: partition.name) == partition)
    for name in [
      "live_orders_2023_02_29", "live_orders_2024_2_29", "live_orders_old", "fills_2024_02_29",
      "live_orders_2024_02_29x", "live_orders_", "live_orders_2024-02-29",
    ] {
      #expect(DayPartition(.liveOrders, name: name) == nil, "\(name)")
    }
    #expect(partition.attach.contains("FROM ('2024-02-29 00:00:00+00') TO ('2024-03-01 00:00:00+00')"))
  }
}
