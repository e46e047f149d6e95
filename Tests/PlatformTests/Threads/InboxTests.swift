import Testing

@testable import Platform

@Suite("An inbox between threads")
struct InboxTests {
  @Test("hands over everything at once, in the order it was posted")
  func keepsOrder() {
    let inbox = Inbox<Int>(capacity: 10)
    for number in 1...5 { #expect(inbox.post(number)) }
    #expect(inbox.count == 5)
    #expect(inbox.take(waitingUpTo: 0) == [1, 2, 3, 4, 5])
    #expect(inbox.take(waitingUpTo: 0).isEmpty)
  }

  @Test("refuses at its cap and accepts again once it was emptied")
  func refusesAtCap() {
    let inbox = Inbox<Int>(capacity: 2)
    #expect(inbox.post(1))
    #expect(inbox.post(2))
    #expect(!inbox.post(3))
    #expect(inbox.take(waitingUpTo: nil) == [1, 2])
    #expect(inbox.post(4))
  }

  @Test("refuses after closing but gives out what came before")
  func closes() {
    let inbox = Inbox<Int>(capacity: 4)
    inbox.post(1)
    inbox.close()
    #expect(inbox.isClosed)
    #expect(!inbox.post(2))
    #expect(inbox.take(waitingUpTo: nil) == [1])
    #expect(inbox.take(waitingUpTo: nil).isEmpty)
  }

  @Test("wakes all that sleep on it when it closes")
  func closingWakesAll() {
    let inbox = Inbox<Int>(capacity: 4)
    let takers = (0..<3).map { number in
      OwnThread.start(name: "taker\(number)") { while !inbox.take(waitingUpTo: nil).isEmpty {} }
    }
    inbox.close()
    for taker in takers { taker.join() }
    #expect(inbox.isClosed)
  }

  @Test("gives back nothing when the time is over")
  func timesOut() {
    #expect(Inbox<Int>(capacity: 1).take(waitingUpTo: 1_000_000).isEmpty)
  }

  @Test("loses nothing and keeps each producer's order with many producers")
  func manyProducers() {
    let inbox = Inbox<Int>(capacity: 64)
    let producers = (0..<4).map { producer in
      OwnThread.start(name: "producer") {
        for number in 0..<2_000 {
          while !inbox.post(producer * 10_000 + number) {}
        }
      }
    }
    var next = [0, 0, 0, 0]
    var total = 0
    while total < 8_000 {
      for item in inbox.take(waitingUpTo: nil) {
        #expect(item % 10_000 == next[item / 10_000])
        next[item / 10_000] += 1
        total += 1
      }
    }
    for producer in producers { producer.join() }
    #expect(next == [2_000, 2_000, 2_000, 2_000])
  }
}
