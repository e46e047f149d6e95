import Desk
import Primitives
import Sync
import Testing
import Trading

extension DeskHarness {
  /// A signal on one of the fixture's instruments.
  func signal(
    _ type: SignalType = .entry, _ side: Side = .buy, _ quantity: String = "0.01",
    on instrument: InstrumentIndex = Fixture.btc, id: String? = nil, limit: Fixed? = nil,
    timeToLive: Int64? = nil, source: SignalSource = .api
  ) -> Signal {
    Signal(
      id: id.map { SignalID($0) }, type: type, symbol: desk.settings.instruments[instrument].symbol,
      side: side, quantity: number(quantity), orderType: limit == nil ? .market : .limit, price: limit,
      timeToLiveNanos: timeToLive, source: source)
  }

  /// An order decided and, unless told otherwise, on the exchange.
  mutating func order(
    _ type: SignalType = .entry, _ side: Side = .buy, _ quantity: String = "0.01",
    on instrument: InstrumentIndex = Fixture.btc, limit: Fixed? = nil, settling: Bool = true
  ) throws -> OrderID {
    let id = "order-\(journal.count)"
    let decision = send(signal(type, side, quantity, on: instrument, id: id, limit: limit))
    let order = try #require(decision?.order, "the signal gave no order: \(String(describing: decision))")
    if settling { settle() }
    return order.id
  }

  /// The exchange fills some of an order and tells the desk.
  @discardableResult
  mutating func fill(
    _ id: OrderID, _ quantity: String, at price: Fixed, fee: Fixed = 0
  ) throws -> Fill {
    let fill = try execution(id, quantity, at: price, fee: fee)
    feed(.venue(.fill(fill)))
    return fill
  }

  /// The exchange fills some of an order and has not told yet.
  mutating func execution(
    _ id: OrderID, _ quantity: String, at price: Fixed, fee: Fixed = 0
  ) throws -> Fill {
    let fill = venue.fill(id, number(quantity), at: price, fee: fee, time: now)
    return try #require(fill, "the exchange has no such order")
  }

  /// An operator says something.
  @discardableResult
  mutating func operate(
    _ action: OperatorAction, actor: String = "ann", reason: String = "test"
  ) -> Step {
    feed(.operate(OperatorCommand(action, actor: actor, reason: reason)))
  }

  /// The record of a command among a step's events; nil unless it is the first.
  func record(_ step: Step) -> OperatorRecord? {
    if case .operatorCommanded(let record)? = step.events.first { record } else { nil }
  }

  /// The decision on a signal.
  mutating func decided(_ signal: Signal, clientKey: String? = nil) throws -> SignalDecision {
    let decision = send(signal, clientKey: clientKey)
    return try #require(decision)
  }

  /// The order a signal gave.
  mutating func ordered(_ signal: Signal, clientKey: String? = nil) throws -> Order {
    let decision = try decided(signal, clientKey: clientKey)
    return try #require(decision.order, "no order: \(decision.outcome)")
  }

  /// A position, by one order and one fill.
  @discardableResult
  mutating func hold(
    _ side: Side, _ quantity: String, at price: Fixed, on instrument: InstrumentIndex = Fixture.btc
  ) throws -> OrderID {
    let id = try order(.entry, side, quantity, on: instrument)
    try fill(id, quantity, at: price)
    return id
  }

  func order(_ id: OrderID) throws -> Order { try #require(state.orders[id], "order \(id) is not held") }

  var alerts: [Alert] { events.compactMap { if case .alert(let alert) = $0 { alert } else { nil } } }
  func alerts(_ type: AlertType) -> [Alert] { alerts.filter { $0.type == type } }
  var refused: [String] {
    events.compactMap { if case .factRefused(let reason) = $0 { reason } else { nil } }
  }
  var bookings: [FillBooking] {
    events.compactMap { if case .filled(let booking) = $0 { booking } else { nil } }
  }
  var marks: [AccountMark] { events.compactMap { if case .marked(let mark) = $0 { mark } else { nil } } }
  func cancelEffects(_ id: OrderID) -> Int {
    effects.count { if case .cancel(id, _) = $0 { true } else { false } }
  }
  func submitEffects(_ id: OrderID) -> Int {
    effects.count { if case .submit(let request) = $0 { request.orderID == id } else { false } }
  }
  /// The code of a refusal; nil for any other decision.
  func code(_ decision: SignalDecision?) -> String? {
    if case .rejected(let rejection) = decision?.outcome { rejection.code } else { nil }
  }
}
