import Desk
import Primitives
import Sync
import Testing
import Trading

/// The invariants of the domain, reckoned beside the desk from what it was given and what it said.
struct DeskInvariants {
  private let settings: DeskSettings
  /// Exchange order and trade of each fill: trade ids may be one order's own.
  private var booked: Set<[String]> = []
  private var filled: [OrderID: Filled] = [:]
  private var net: [InstrumentIndex: Fixed] = [:]
  /// What the fills cost and earned in money, fees taken off: −Σ signed quantity × price − Σ fee.
  private var cash: [InstrumentIndex: Fixed] = [:]
  private var funding: Fixed = 0
  private var updatedAt: [OrderID: Int64] = [:]
  private var touches: [OrderID: Int64] = [:]
  private var lastMark: Int64?
  private var submits: [OrderID: Int] = [:]

  /// Sums over the fills of one order.
  private struct Filled {
    var quantity: Fixed = 0
    var value: Fixed = 0
    var fees: Fixed = 0

    var average: Fixed? {
      quantity.isZero ? nil : value.divided(by: quantity, rounding: .halfEven)
    }

    mutating func add(_ fill: Fill, worth: Fixed) {
      quantity += fill.quantity
      value += worth
      fees += fill.fee
    }
  }

  init(settings: DeskSettings) { self.settings = settings }

  /// Holds every invariant after a step.
  mutating func check(_ input: Input, _ step: Step, _ desk: AccountDesk) {
    if case .tick = input {
      #expect(step.events.isEmpty && step.effects.isEmpty, "a tick alone decides nothing")
      return
    }
    touches = [:]
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
      let isNew = booked.insert([fill.exchangeOrderID.text, fill.tradeID.text]).inserted
      #expect(isNew, "\(fill.tradeID) was booked twice")
      net[fill.instrument, default: 0] += fill.side == .buy ? fill.quantity : -fill.quantity
      let value = fill.quantity.multiplied(by: fill.price, rounding: .halfEven)
      let rates = [settings.instruments[fill.instrument].base: fill.price, "USDT": 1]
      let fee = fill.fee.multiplied(
        by: rates[fill.feeAsset] ?? booking.feeRate ?? 0, rounding: .halfEven)
      cash[fill.instrument, default: 0] += (fill.side == .buy ? -value : value) - fee
      if let order = fill.orderID {
        filled[order, default: Filled()].add(fill, worth: value)
        touches[order, default: 0] += 1
      }
    case .fundingBooked(let payment): funding += payment.amount
    case .marked(let mark):
      #expect(lastMark.map { $0 < mark.at.microseconds } ?? true, "two valuations in a microsecond")
      lastMark = mark.at.microseconds
    case .order(let id, _): touches[id, default: 0] += 1
    case .signalDecided, .alert, .factRefused, .tapeEnded, .operatorCommanded: break
    }
  }

  /// Each signal has exactly one decision, and nothing else has one.
  private func checkDecisions(_ input: Input, _ step: Step) {
    var decisions = 0
    for case .signalDecided in step.events { decisions += 1 }
    if case .signal = input {
      #expect(decisions == 1, "\(decisions) decisions on one signal")
    } else if case .operate = input {
      // A close gives one, a flatten one a position; the record of it stands before them.
      if decisions > 0, case .operatorCommanded? = step.events.first { return }
      #expect(decisions == 0, "a consequence before its command")
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
      if case .resume = input { continue }
      if case .venue(.orderReport(let report)) = input, report.outcome == .notFound { continue }
      Issue.record("order \(request.orderID) was submitted again on \(input)")
    }
  }

  private mutating func checkOrders(_ state: AccountState) {
    #expect(state.orders.count <= settings.caps.maxOrders, "more orders than the cap")
    #expect(state.orders.workingCount == state.orders.orders.count { !$0.status.isTerminal })
    for order in state.orders.orders {
      let own = filled[order.id] ?? Filled()
      #expect(order.filledQuantity == own.quantity, "Σ fills of \(order.id)")
      #expect(order.averageFillPrice == own.average, "the average of \(order.id) is no VWAP")
      #expect(order.commission == own.fees)
      if order.status == .filled { #expect(order.filledQuantity >= order.quantity) }
      if order.status == .partiallyFilled { #expect(order.filledQuantity < order.quantity) }
      let micros = order.updatedAt.microseconds
      let before = updatedAt[order.id] ?? order.createdAt.microseconds
      let least = before + (touches[order.id] ?? 0)
      #expect(micros >= least, "two changes of \(order.id) share a microsecond")
      updatedAt[order.id] = micros
    }
  }

  private func checkAccount(_ state: AccountState) {
    for instrument in settings.instruments.instruments.indices {
      #expect(state.positions.quantity(instrument) == net[instrument] ?? 0, "position is not Σ fills")
      checkProfit(state.positions[instrument], settings.instruments[instrument])
    }
    #expect(state.positions.funding == funding)
    #expect(state.tradeIDs.count <= AccountState.tradeIDCap)
    #expect(state.alerts.firing.count <= AlertBook.cap)
    guard let session = state.session else { return }
    #expect(state.wallet - session.startingBalance == state.positions.realised + state.positions.funding)
  }

  /// Realised and unrealised profit are the money of the fills and the worth of what is held.
  private func checkProfit(_ position: Position?, _ instrument: Instrument) {
    guard let position, instrument.kind != .inverse else { return }
    let mark: Fixed = 40_000
    let held = position.quantity.multiplied(by: mark, rounding: .halfEven)
    let expected = (cash[position.instrument] ?? 0) + held
    let reckoned = position.realised + position.unrealised(mark: mark, instrument: instrument)
    let rounding = Fixed(mantissa: Int128(2 * booked.count + 2))
    #expect((reckoned - expected).magnitude <= rounding, "profit is not the money of the fills")
  }
}
