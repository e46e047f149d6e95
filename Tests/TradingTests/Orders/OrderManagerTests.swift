import Primitives
import Testing

@testable import Trading

@Suite("The order table (S2-ORD-04, S2-ORD-15)")
struct OrderManagerTests {
  private static let start = Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond)

  static func order(
    _ number: UInt64, at: Timestamp = start, reduceOnly: Bool = false, quantity: Fixed = 10
  ) -> Order {
    Order(
      id: OrderID(digest: Digest128(high: 0, low: number)), signalID: SignalID("s\(number)"),
      sessionID: SessionID("session"), instrument: 0, side: .buy, type: .market,
      timeInForce: .goodTillCancel, reduceOnly: reduceOnly, quantity: quantity, limitPrice: nil,
      createdAt: at, expiresAt: nil)
  }

  private func later(_ seconds: Int64) -> Timestamp {
    Self.start.adding(nanoseconds: seconds * Nanos.perSecond)
  }

  private func end(_ manager: inout OrderManager, _ order: Order, at: Timestamp = start) {
    manager.apply(.failed(VenueError(code: "E", message: "e")), to: order.id, at: at)
  }

  @Test("At the cap the oldest end makes room; without one there is no room (S2-ORD-04)")
  func cap() {
    var manager = OrderManager(cap: 3)
    let orders = (0..<3).map { Self.order(UInt64($0)) }
    for order in orders { manager.insert(order) }
    #expect(!manager.hasRoom && manager.workingCount == 3)
    end(&manager, orders[2])
    end(&manager, orders[1])
    #expect(manager.hasRoom && manager.count == 3)
    manager.insert(Self.order(7))
    #expect(manager.orders.map(\.id) == [orders[0], orders[2], Self.order(7)].map(\.id))
    #expect(manager.working.map(\.id) == [orders[0], Self.order(7)].map(\.id))
  }

  @Test("A copy of the table keeps its orders as they were, whichever of the two changes")
  func copies() {
    var manager = OrderManager(cap: 3)
    let order = Self.order(1)
    manager.insert(order)
    let copy = manager
    end(&manager, order)
    #expect(copy[order.id]?.status == .pending && copy.workingCount == 1)
    #expect(manager[order.id]?.status == .failed && manager.workingCount == 0)
    var other = copy
    end(&other, order)
    #expect(other[order.id]?.status == .failed && copy[order.id]?.status == .pending)
  }

  @Test("An end is kept one hour to the microsecond, a working order for ever (S2-ORD-15)")
  func cleanup() {
    var manager = OrderManager(cap: 10)
    let ended = Self.order(1)
    manager.insert(ended)
    end(&manager, ended)
    let endedAt = manager[ended.id]?.updatedAt ?? .zero
    manager.forgetEnded(before: endedAt)
    #expect(manager.count == 1)
    manager.forgetEnded(before: endedAt.adding(nanoseconds: 1))
    #expect(manager.count == 0)
    manager.insert(Self.order(2))
    manager.forgetEnded(before: .distantFuture)
    #expect(manager.count == 1)
  }

  @Test("A restored table answers as the one it was taken of")
  func restored() {
    var manager = OrderManager(cap: 5)
    for number in 0..<4 { manager.insert(Self.order(UInt64(number), reduceOnly: number == 3)) }
    end(&manager, Self.order(1))
    let copy = OrderManager(cap: 5, orders: manager.orders)
    #expect(copy.orders == manager.orders && copy.working == manager.working)
    #expect(copy.workingCount == 3 && copy.hasWorkingEntry(0) && !copy.hasWorkingEntry(1))
  }

  @Test("Facts about strangers are untracked, repeats are known, contradictions illegal")
  func verdicts() {
    var manager = OrderManager(cap: 5)
    let order = Self.order(1)
    let exchangeID = ExchangeOrderID("x1")
    #expect(manager.accepted(order.id, as: exchangeID) == .untracked)
    manager.insert(order)
    #expect(manager.accepted(order.id, as: exchangeID) == .event(.accepted(exchangeID)))
    manager.apply(.accepted(exchangeID), to: order.id, at: later(1))
    #expect(manager.accepted(order.id, as: exchangeID) == .known)
    guard case .illegal = manager.accepted(order.id, as: ExchangeOrderID("x2")) else {
      Issue.record("a second exchange order was let in")
      return
    }
    #expect(manager.unknown(order.id, reason: "late") == .known)
    manager.apply(.cancelled(.requested), to: order.id, at: later(2))
    #expect(manager.cancelled(order.id, .exchange) == .known)
    guard case .illegal = manager.failed(order.id, VenueError(code: "E", message: "")) else {
      Issue.record("a cancelled order failed")
      return
    }
  }

  @Test("Each change of an order has a microsecond of its own, however close they come")
  func microseconds() {
    for nanos in [Int64(0), 1, 500, 999, 1_000, 1_001, -5_000] {
      var manager = OrderManager(cap: 5)
      let order = Self.order(1)
      manager.insert(order)
      var last = order.createdAt.microseconds
      let events: [OrderEvent] = [
        .handedOff(bid: 1, ask: 2), .accepted(ExchangeOrderID("x")), .cancelRequested(.timeToLive),
        .cancelled(.requested),
      ]
      for (index, event) in events.enumerated() {
        let at = Self.start.adding(nanoseconds: nanos * Int64(index + 1))
        manager.apply(event, to: order.id, at: at)
        let micros = manager[order.id]?.updatedAt.microseconds ?? 0
        #expect(micros > last, "\(nanos) ns apart: change \(index) shares its microsecond")
        last = micros
      }
    }
  }

  @Test("The arrival is the mid when the request left; it is not moved by a second hand-off's state")
  func arrival() {
    var manager = OrderManager(cap: 5)
    let order = Self.order(1)
    manager.insert(order)
    #expect(manager[order.id]?.arrivalPrice == nil)
    manager.apply(.handedOff(bid: 100, ask: 101), to: order.id, at: later(1))
    let held = manager[order.id]
    #expect(held?.arrivalPrice == decimal("100.5") && held?.delivery == .handedOff)
    #expect(held?.handedOffAt == later(1))
  }

  @Test("An order decided anew from a held one is PENDING with nothing known")
  func asDecided() {
    var manager = OrderManager(cap: 5)
    let order = Self.order(1)
    manager.insert(order)
    manager.apply(.accepted(ExchangeOrderID("x")), to: order.id, at: later(1))
    #expect(manager[order.id]?.asDecided == order)
  }
}
