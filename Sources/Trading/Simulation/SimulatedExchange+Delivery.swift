public import Primitives

/// A request on its way to the exchange; what left first of two due together arrives first.
@usableFromInline
struct Arrival: Comparable, Sendable {
  @usableFromInline let at: Timestamp
  let sequence: UInt64
  let request: VenueRequest

  @usableFromInline
  static func < (left: Self, right: Self) -> Bool {
    (left.at, left.sequence) < (right.at, right.sequence)
  }
}

/// Facts on their way to us, in the order they were sent: none arrives before the one sent before it.
///
/// At most `SimulatedExchange.answerCap`; beyond it the oldest arrives early.
@usableFromInline
struct Outbox: Sendable {
  private var waiting = RingBuffer<(at: Timestamp, fact: VenueFact)>(
    capacity: SimulatedExchange.answerCap)
  private var newestAt = Timestamp.distantPast
  /// When the next fact arrives; `distantFuture`: none is on its way.
  @usableFromInline private(set) var nextAt = Timestamp.distantFuture

  /// Whether nothing is on its way.
  var isEmpty: Bool { waiting.isEmpty }

  /// Sends a fact that would arrive at a time; the oldest when there is no room.
  mutating func send(_ fact: consuming VenueFact, arriving at: Timestamp) -> VenueFact? {
    newestAt = max(newestAt, at)
    let early = waiting.append((newestAt, fact))?.fact
    nextAt = waiting.first?.at ?? .distantFuture
    return early
  }

  /// Signed contracts of an instrument in the fills on their way.
  func filledQuantity(_ instrument: InstrumentIndex) -> Fixed {
    var sum: Fixed = 0
    for (_, fact) in waiting {
      guard case .fill(let fill) = fact, fill.instrument == instrument else { continue }
      sum += fill.side == .buy ? fill.quantity : -fill.quantity
    }
    return sum
  }

  /// Takes out the next fact.
  mutating func pop() -> VenueFact? {
    defer { nextAt = waiting.first?.at ?? .distantFuture }
    return waiting.popFirst()?.fact
  }
}

extension SimulatedExchange {
  /// Sends a fact of the account's fate to us: at once when it takes no time and nothing is on its way.
  mutating func send(_ fact: consuming VenueFact, into facts: inout [VenueFact]) {
    let at = now.adding(nanoseconds: profile.responseLatency.draw(&changes))
    if at <= now, outbox.isEmpty, answers.isEmpty {
      facts.append(fact)
      return
    }
    if let early = outbox.send(fact, arriving: at) { facts.append(early) }
  }

  /// Sends the answer to a query, drawing its delay from the queries' stream.
  mutating func sendAnswer(_ fact: VenueFact, into facts: inout [VenueFact]) {
    let at = now.adding(nanoseconds: profile.responseLatency.draw(&queries))
    if let early = answers.send(fact, arriving: at) { facts.append(early) }
  }

  /// Appends what has arrived, in order of time; of two at once what happened comes before an answer.
  mutating func deliver(into facts: inout [VenueFact]) {
    while min(outbox.nextAt, answers.nextAt) <= now {
      let next = outbox.nextAt <= answers.nextAt ? outbox.pop() : answers.pop()
      guard let next else { return }
      facts.append(next)
    }
  }

  /// Signed contracts of an instrument in the fills that have happened and not reached us yet.
  public func quantityUnderWay(_ instrument: InstrumentIndex) -> Fixed {
    outbox.filledQuantity(instrument)
  }

  /// Refuses a request that does not fit among those on their way.
  func refuseOverload(_ request: VenueRequest, into facts: inout [VenueFact]) {
    let words = "\(Self.requestCap) requests are on their way"
    switch request {
    case .submit(let order): facts.append(.notSent(order.orderID, reason: words))
    case .cancel(let id, _):
      facts.append(.cancelRejected(id, ExchangeRefusal.tooManyRequests.error(words)))
    case .queryOrder, .queryOpenOrders, .queryFills, .queryPositions, .queryBalances: break
    }
  }
}
