import Desk
import Ingest
import Platform
import Primitives
import Trading

/// How long the orders of an account take from hop to hop, read from their events.
///
/// Desk time is the market's clock; wall time is that of the commits. In a replay the two differ: both are
/// given. At most `cap` orders are followed at once; past it the oldest is let go unmeasured.
struct OrderClock {
  /// The ways an order goes.
  enum Hop: String, CaseIterable {
    /// From the decision until the request left.
    case handedOff = "handed_off"
    /// From there until the exchange answered.
    case acknowledged
    /// From there until the first fill.
    case filled
  }

  /// At most this many orders are followed.
  static let cap = 20_000

  private struct Moment {
    var desk: Timestamp
    var wall: Timestamp
  }

  private struct Followed {
    var last: Moment
    var openQuantity: Fixed
    var side: Side
    var arrival: Fixed?
    var isFilled = false
  }

  let desk: [Histogram] = Hop.allCases.map { _ in Histogram(bounds: Histogram.secondBounds) }
  let wall: [Histogram] = Hop.allCases.map { _ in Histogram(bounds: Histogram.secondBounds) }
  /// Of adverse fills, a fraction of the arrival price.
  let adverse = Histogram(bounds: slippageBounds)
  /// Of favourable fills, likewise.
  let favourable = Histogram(bounds: slippageBounds)
  private var orders: OrderedTable<OrderID, Followed> = [:]

  private static let slippageBounds = [
    0, 0.00001, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05,
  ]

  /// Orders followed now.
  var followedCount: Int { orders.count }

  /// Takes an event; true when it completes the fill of an order.
  mutating func note(_ journaled: JournaledEvent) -> Bool {
    let now = Moment(desk: journaled.at, wall: journaled.recordedAt)
    switch journaled.event {
    case .signalDecided(let decision):
      guard let order = decision.order else { return false }
      if orders.count >= Self.cap { _ = orders.removeFirst() }
      orders[order.id] = Followed(last: now, openQuantity: order.quantity, side: order.side)
      return false
    case .order(let id, let event):
      note(event, of: id, at: now)
      return false
    case .filled(let booking): return note(booking.fill, at: now)
    default: return false
    }
  }

  private mutating func note(_ event: OrderEvent, of id: OrderID, at now: Moment) {
    guard var order = orders[id] else { return }
    switch event {
    case .handedOff(let bid, let ask):
      order.arrival = Fixed(mantissa: (bid.mantissa + ask.mantissa) >> 1)
      measure(.handedOff, &order, now)
    case .accepted: measure(.acknowledged, &order, now)
    case .failed, .cancelled:
      orders[id] = nil
      return
    case .sentAgain, .outcomeUnknown, .cancelRequested, .cancelRejected: return
    }
    orders[id] = order
  }

  private mutating func note(_ fill: Fill, at now: Moment) -> Bool {
    guard let id = fill.orderID, var order = orders[id] else { return false }
    if !order.isFilled { measure(.filled, &order, now) }
    order.isFilled = true
    slip(fill, order)
    order.openQuantity -= fill.quantity
    let isComplete = !order.openQuantity.isPositive
    orders[id] = isComplete ? nil : order
    return isComplete
  }

  private func measure(_ hop: Hop, _ order: inout Followed, _ now: Moment) {
    guard let place = Hop.allCases.firstIndex(of: hop) else { return }
    desk[place].observe(nanoseconds: now.desk - order.last.desk)
    wall[place].observe(nanoseconds: now.wall - order.last.wall)
    order.last = now
  }

  private func slip(_ fill: Fill, _ order: Followed) {
    guard let arrival = order.arrival, arrival.isPositive,
      let bps = Slippage.basisPoints(side: order.side, averageFillPrice: fill.price, arrivalMid: arrival)
    else { return }
    (bps < 0 ? favourable : adverse).observe(bps.magnitude.double / 10_000)
  }
}
