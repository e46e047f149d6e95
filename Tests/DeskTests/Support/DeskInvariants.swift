import Desk
import Primitives
import Sync
import Testing
import Trading

/// The invariants of the domain, reckoned beside the desk from what it was given and what it said.
struct DeskInvariants {
  private let settings: DeskSettings
  private var booked: [TradeID: Fill] = [:]
  private var fillsOf: [OrderID: [Fill]] = [:]
  private var net: [InstrumentIndex: Fixed] = [:]
  private var funding: Fixed = 0
  private var updatedAt: [OrderID: Int64] = [:]
  private var lastMark: Int64?
  private var submits: [OrderID: Int] = [:]

  init(settings: DeskSettings) { self.settings = settings }

  /// Holds every invariant after a step.
  mutating func check(_ input: Input, _ step: Step, _ desk: AccountDesk) {
    if case .tick = input {
      #expect(step.events.isEmpty && step.effects.isEmpty, "a tick alone decides nothing")
      return
    }
    for event in step.events { learn(event) }
    checkDecisions(input, step)
    checkSubmits(input, step)
    checkOrders(desk.state)
    checkAccount(desk.state)
  }

  private mutating func learn(_ event: Event) {
    switch event {
    case .sessionStarted: self = DeskInvariants(settings: settings)
    case .filled(let booking):
      let fill = booking.fill
      #expect(booked.updateValue(fill, forKey: fill.tradeID) == nil, "\(fill.tradeID) was booked twice")
      net[fill.instrument, default: 0] += fill.side == .buy ? fill.quantity : -fill.quantity
      if let order = fill.orderID { fillsOf[order, default: []].append(fill) }
    case .fundingBooked(let payment): funding += payment.amount
    case .marked(let mark):
      #expect(lastMark.map { $0 < mark.at.microseconds } ?? true, "two valuations in a microsecond")
      lastMark = mark.at.microseconds
    case .signalDecided, .order, .alert, .factRefused, .tapeEnded: break
    }
  }

  /// Each signal has exactly one decision, and nothing else has one.
  private func checkDecisions(_ input: Input, _ step: Step) {
    var decisions = 0
    for case .signalDecided = step.events { decisions += 1 }
    if case .signal = input {
      #expect(decisions == 1, "\(decisions) decisions on one signal")
    } else {
      #expect(decisions == 0, "a decision without a signal")
    }
  }

  /// An intent is submitted once; again only when the exchange is shown not to have it.
  private mutating func checkSubmits(_ input: Input, _ step: Step) {
    for case .submit(let request) in step.effects {
      let count = submits[request.orderID, default: 0] + 1
      submits[request.orderID] = count
      guard count > 1 else { continue }
      switch input {
      case .resume, .venue(.orderReport(OrderReport(matching: request.orderID))): continue
      default: Issue.record("order \(request.orderID) was submitted again on \(input)")
      }
    }
  }

  private mutating func checkOrders(_ state: AccountState) {
    #expect(state.orders.count <= settings.caps.maxOrders, "more orders than the cap")
    #expect(state.orders.workingCount == state.orders.orders.count { !$0.status.isTerminal })
    for order in state.orders.orders {
      let fills = fillsOf[order.id] ?? []
      #expect(order.filledQuantity == fills.reduce(0) { $0 + $1.quantity }, "Σ fills of \(order.id)")
      let value = fills.reduce(Fixed.zero) {
        $0 + $1.quantity.multiplied(by: $1.price, rounding: .halfEven)
      }
      let mean = fills.isEmpty ? nil : value.divided(by: order.filledQuantity, rounding: .halfEven)
      #expect(order.averageFillPrice == mean, "the average of \(order.id) is no VWAP")
      #expect(order.commission == fills.reduce(0) { $0 + $1.fee })
      if order.status == .filled { #expect(order.filledQuantity >= order.quantity) }
      if order.status == .partiallyFilled { #expect(order.filledQuantity < order.quantity) }
      let micros = order.updatedAt.microseconds
      if let before = updatedAt[order.id] { #expect(micros >= before, "\(order.id) went back in time") }
      updatedAt[order.id] = micros
    }
  }

  private func checkAccount(_ state: AccountState) {
    for instrument in settings.instruments.instruments.indices
    where settings.instruments[instrument].kind != .spot {
      #expect(state.positions.quantity(instrument) == net[instrument] ?? 0, "position is not Σ fills")
    }
    #expect(state.positions.funding == funding)
    #expect(state.tradeIDs.count <= AccountState.tradeIDCap)
    #expect(state.alerts.firing.count <= AlertBook.cap)
    guard let session = state.session else { return }
    #expect(state.wallet - session.startingBalance == state.positions.realised + state.positions.funding)
  }
}

extension OrderReport {
  /// A pattern for the reports of one order.
  fileprivate struct Matching {
    let id: OrderID
  }
}
