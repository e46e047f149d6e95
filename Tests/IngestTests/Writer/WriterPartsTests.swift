import Desk
import Primitives
import Testing

@testable import Ingest

@Suite("Waits, hunts, days and rates of the writer")
struct WriterPartsTests {
  @Test("waits double from 200 ms to 2 s, each within a quarter of that, and begin anew after a success")
  func backoff() {
    for seed in UInt64(0)..<50 {
      var backoff = Backoff(seed: seed)
      for round in 0..<2 {
        var expected: Int64 = 200_000_000
        for attempt in 0..<12 {
          let wait = backoff.wait()
          let quarter = expected / 4
          #expect((expected - quarter...expected + quarter).contains(wait), "\(seed) \(round) \(attempt)")
          expected = min(expected * 2, Backoff.cap)
        }
        backoff.succeeded()
      }
    }
  }

  @Test("two writers do not wait alike")
  func spread() {
    let waits = (UInt64(0)..<50).map { seed in
      var backoff = Backoff(seed: seed)
      return backoff.wait()
    }
    #expect(Set(waits).count > 40)
    #expect((waits.min() ?? 0) < 170_000_000)
    #expect((waits.max() ?? 0) > 230_000_000)
  }

  @Test("every set of bad rows among 8 or fewer is named exactly, every good row taken exactly once")
  func everySubset() {
    for count in 0...8 {
      for bad in 0..<(1 << count) {
        var hunt = PoisonHunt(count: count)
        var taken = Array(repeating: 0, count: count)
        var tries = 0
        while let range = hunt.next {
          tries += 1
          if range.contains(where: { bad & (1 << $0) != 0 }) {
            hunt.refusedNow()
          } else {
            for place in range { taken[place] += 1 }
            hunt.taken()
          }
        }
        let named = (0..<count).filter { bad & (1 << $0) != 0 }
        #expect(hunt.refused.sorted() == named, "\(count) rows, bad \(bad)")
        #expect(hunt.refused == hunt.refused.sorted(), "in order")
        #expect(taken == (0..<count).map { bad & (1 << $0) != 0 ? 0 : 1 }, "\(count) rows, bad \(bad)")
        #expect(tries <= max(1, 2 * count - 1))
      }
    }
  }

  @Test("a refusal that does not come again names nobody")
  func passingRefusal() {
    var hunt = PoisonHunt(count: 1_000)
    #expect(hunt.next == 0..<1_000)
    hunt.taken()
    #expect(hunt.next == nil)
    #expect(hunt.refused.isEmpty)
    hunt.taken()
    hunt.refusedNow()
    #expect(hunt.next == nil && hunt.refused.isEmpty)
  }

  @Test("one bad row among a thousand is found in twenty-one tries; refusals in a row are counted")
  func thousand() {
    var hunt = PoisonHunt(count: 1_000)
    var tries = 0
    while let range = hunt.next {
      tries += 1
      if range.contains(617) { hunt.refusedNow() } else { hunt.taken() }
    }
    #expect(hunt.refused == [617])
    #expect(tries <= 21)

    var sick = PoisonHunt(count: 64)
    while sick.next != nil, sick.refusedInARow < 20 { sick.refusedNow() }
    #expect(sick.refused == Array(0..<20))
    sick.taken()
    #expect(sick.refusedInARow == 0)
  }

  @Test("a range of days holds its first and last moment and nothing beside, before 1970 too")
  func days() {
    let day: Int64 = 86_400_000_000
    let one = days(3, 4)
    #expect(!one.contains(microseconds: 3 * day - 1))
    #expect(one.contains(microseconds: 3 * day))
    #expect(one.contains(microseconds: 5 * day - 1))
    #expect(!one.contains(microseconds: 5 * day))
    let before = days(-1, -1)
    #expect(before.contains(microseconds: -1) && before.contains(microseconds: -day))
    #expect(!before.contains(microseconds: 0) && !before.contains(microseconds: -day - 1))
    #expect(days(nil, 0).contains(microseconds: .min))
    #expect(days(0, nil).contains(microseconds: .max))
    #expect(!days(1, 0).contains(microseconds: day))
  }

  private func days(_ first: Int64?, _ last: Int64?) -> DayRange {
    DayRange(first: first.map(VerifyDay.init(number:)), last: last.map(VerifyDay.init(number:)))
  }

  @Test("a day is read from a date that exists, written in full")
  func dayText() {
    #expect(VerifyDay(text: "1970-01-01")?.number == 0)
    #expect(VerifyDay(text: "2024-02-29")?.number == 19_782)
    #expect(VerifyDay(text: "1969-12-31")?.number == -1)
    for text in ["2023-02-29", "2024-13-01", "24-02-01", "2024-2-1", "", "yesterday!", "2024-02-01 "] {
      #expect(VerifyDay(text: text) == nil, "\(text)")
    }
  }

  @Test("the rate is of the last whole seconds, and falls to nothing when nothing comes")
  func rate() {
    let second: Int64 = 1_000_000_000
    var rate = RowRate()
    #expect(rate.value(at: 0) == 0)
    for now in 0..<20 { rate.add(900, at: Int64(1_000 + now) * second + 5) }
    #expect(rate.value(at: 1_019 * second + 6) == 900)
    #expect(rate.value(at: 1_020 * second) == 900)
    #expect(rate.value(at: 1_024 * second) == 500)
    #expect(rate.value(at: 1_040 * second) == 0)
    rate.add(9, at: 5_000_000 * second)
    #expect(rate.value(at: 5_000_001 * second) == 1)
    // A time that is not later than the newest is of the newest second.
    rate.add(9, at: 5 * second)
    #expect(rate.value(at: 5_000_002 * second) == 2)
  }

  @Test("a row as text is a JSON object by column")
  func text() {
    let row = Rows.risk(id: "a\"b", message: "x\ny")
    #expect(RowText.object(row).hasPrefix(#"{"alert_id":"a\"b","session_id":"s","timestamp":1,"#))
    #expect(RowText.object(row).contains(#""message":"x\ny","details":null,"acknowledged":false"#))
    #expect(RowText.array([.real(1.5), .integer(-1), .timestamp(7), .null]) == "[1.5,-1,7,null]")
  }
}
