import Testing

@testable import Ingest

@Suite("How far the journal may be cut")
struct CutLimitsTests {
  private func limits(
    newest: Int64 = 100, projected: Int64 = 100, told: Int64 = 100,
    stores: [CutLimits.Store] = [CutLimits.Store(name: "questdb", safe: 100, equal: 100)]
  ) -> CutLimits {
    CutLimits(newest: newest, projected: projected, told: told, stores: stores)
  }

  @Test("the newest event stays, whatever everybody has")
  func newest() {
    #expect(limits().last == 99)
    #expect(limits(newest: 0).last == 0)
  }

  @Test("each reader alone decides")
  func readers() {
    #expect(limits(projected: 41).last == 41)
    #expect(limits(told: 42).last == 42)
    #expect(limits(stores: [CutLimits.Store(name: "questdb", safe: 43, equal: 90)]).last == 43)
    #expect(limits(stores: [CutLimits.Store(name: "questdb", safe: 90, equal: 44)]).last == 44)
  }

  @Test("the store that is behind decides for all of them")
  func stores() {
    let ahead = CutLimits.Store(name: "questdb", safe: 80, equal: 70)
    #expect(limits(stores: [ahead, CutLimits.Store(name: "postgres", safe: 60, equal: 60)]).last == 60)
    let unknown = limits(stores: [ahead, CutLimits.Store(name: "postgres", safe: 90, equal: nil)])
    #expect(unknown.hindrance == .notFoundEqual(store: "postgres"))
    #expect(unknown.last == 0)
  }

  @Test("without a store that has the rows nothing goes")
  func noStore() {
    #expect(limits(stores: []).hindrance == .noStore)
    #expect(limits(stores: []).last == 0)
    #expect(limits().hindrance == nil)
  }

  /// Events 1, 2, … with these wall times in microseconds.
  private func scan(
    _ micros: [Int64], last: Int64 = .max - 1, before: Int64 = 1_000_000_000_000, after: Int64 = 0,
    writtenThrough: Int64 = .min
  ) -> CutScan {
    var scan = CutScan(after: after, writtenThrough: writtenThrough, last: last, before: before * 1_000)
    for (place, micros) in micros.enumerated() {
      guard scan.take(seq: after + Int64(place) + 1, recordedAt: micros * 1_000) else { break }
    }
    return scan
  }

  @Test("age decides: an event of that moment or later stays, and so does all behind it")
  func age() {
    let bound: Int64 = 1_000_000
    #expect(scan([1, 2, 3, 4, 5], before: 4).through == 3)
    #expect(scan([1, 2, 3, 4, 5], before: 4).writtenThrough == 3)
    #expect(scan([1, 2, 3, 4, 5], before: 4).beginsAt == 4_000)
    #expect(scan([1, 2, 3, 4, 5], before: 1).through == 0)
    #expect(scan([1, 9, 2, 3, 4], before: 5).through == 1, "a clock that was ahead for a moment")
    #expect(scan([1, 2, 3, 4, 5], before: bound).through == 4, "an event stays")
  }

  @Test("what a reader needs decides before age does")
  func need() {
    #expect(scan([1, 2, 3, 4, 5], last: 2).through == 2)
    #expect(scan([1, 2, 3, 4, 5], last: 0).through == 0)
  }

  @Test("events of one commit are not parted, nor where the clock was set back")
  func moments() {
    #expect(scan([1, 2, 2, 2, 3], last: 3).through == 1)
    #expect(scan([1, 2, 2, 2, 3], last: 4).through == 4)
    #expect(scan([5, 6, 3, 4, 5, 6, 7], last: 5).through == 1)
    #expect(scan([5, 6, 3, 4, 5, 6, 7], last: 6).through == 6)
  }

  @Test("a later cut goes on behind the last one")
  func goesOn() {
    let next = scan([7, 8, 9], before: 9, after: 40, writtenThrough: 6)
    #expect(next.through == 42)
    #expect(scan([6, 8, 9], before: 8, after: 40, writtenThrough: 6).through == 41)
    #expect(scan([6, 6, 9], before: 9, after: 40, writtenThrough: 6).through == 42)
    #expect(
      scan([4, 5, 6], before: 9, after: 40, writtenThrough: 6).through == 40, "nothing to tell them by")
  }
}
