import Desk
import Ingest
import Platform
import Primitives
import Trading

extension FloorDriver {
  /// Wall time from which waiting for the disk is a hold, nanoseconds: less is a disk's ordinary pace.
  static var leastHoldNanos: Int64 { Nanos.perSecond }
  /// Wall time after which whoever sent a signal was told that no answer came, nanoseconds.
  static var answerNanos: Int64 { HTTPServerLimits().answerNanoseconds }

  /// Keeps what the step asks of the exchange, waiting for room if need be. After a hold, of the journal or
  /// of the exchange's log, its entries are looked at again: one withdrawn is journaled as failed before
  /// anything leaves, and never does.
  mutating func keepRequests(afterWaiting waited: Int64) throws {
    guard let session = floor.desk.state.session?.sessionID else { return }
    var waited = waited
    try recheck(afterWaiting: waited)
    while true {
      // Mostly all of them are: no list is made then.
      let asked =
        step.changesNothingElse ? step.effects : step.effects.filter(\.changesExchange)
      switch try recorder.keep(asked, session: session, tapeRow: tapeRow, at: floor.now) {
      case .kept: return
      case .waited(let more):
        waited += more
        try recheck(afterWaiting: waited)
      case .givenUp(let error):
        try recheck(afterWaiting: waited, isGivenUp: true)
        throw error
      }
    }
  }

  private mutating func recheck(afterWaiting waited: Int64, isGivenUp: Bool = false) throws {
    guard waited >= Self.leastHoldNanos || isGivenUp else { return }
    var orders: [OrderID] = []
    for case .submit(let request) in step.effects { orders.append(request.orderID) }
    guard !orders.isEmpty else { return }
    let outcome: Hold.Outcome = isGivenUp ? .givenUp : isStopWaiting() ? .entriesUnwanted : .lasts
    let hold = Hold(
      orders: orders, unheard: waited >= Self.answerNanos ? ordersOfCallers : [],
      marketNanos: keepsWallTime ? waited : 0, outcome: outcome)
    following.clear()
    floor.desk.receive(.held(hold), at: floor.now, into: &following)
    var withdrawn: Set<OrderID> = []
    for case .order(let id, .failed) in following.events { withdrawn.insert(id) }
    step.effects.removeAll { effect in
      if case .submit(let request) = effect { withdrawn.contains(request.orderID) } else { false }
    }
    _ = try record(following.events, durably: true)
    following.clear()
  }

  /// Orders of the step whose signals came over the endpoint.
  private var ordersOfCallers: Set<OrderID> {
    var found: Set<OrderID> = []
    for case .signalDecided(let decision) in step.events where decision.signal.source == .api {
      if let order = decision.order { found.insert(order.id) }
    }
    return found
  }
}
