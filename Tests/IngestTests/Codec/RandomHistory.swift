import Desk
import Primitives
import Sync
import Trading

/// A random but legal history of an account, from a seed.
struct RandomHistory {
  private var random: SeededGenerator
  private(set) var state: AccountState
  private var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  private var step = 0
  private let session = SessionID("rnd-acc-1")

  init(seed: UInt64, instruments: InstrumentBook, maxOrders: Int) {
    random = SeededGenerator(seed: seed)
    state = AccountState(instruments: instruments, maxOrders: maxOrders)
  }

  /// The next event and its time; folded into `state` already.
  mutating func next() -> (event: Event, at: Timestamp) {
    step += 1
    now = now.adding(nanoseconds: Int64(random.below(40_000_000_000)))
    let event = draw()
    state.apply(event, at: now)
    return (event, now)
  }

  private mutating func draw() -> Event {
    if step == 1 || random.below(200) == 0 { return start() }
    switch random.below(10) {
    case 0...2: return decision()
    case 3, 4: return orderEvent()
    case 5...7: return fill()
    case 8: return mark()
    default:
      switch random.below(4) {
      case 0: return alert()
      case 1:
        return .fundingBooked(
          FundingPayment(
            id: "fund-\(step)", instrument: Int(random.below(3)), amount: amount(), rate: 0, at: now))
      case 2: return command()
      default: return random.below(5) == 0 ? .tapeEnded(rows: Int64(step)) : .factRefused("no")
      }
    }
  }

  private mutating func command() -> Event {
    if let alert = state.alerts.listed.last, random.below(2) == 0,
      let seen = state.alerts.acknowledge(
        alert.id, Acknowledgement(actor: "ann", reason: "r\(step)", at: now))
    {
      return .alert(seen)
    }
    let after = TradingState.allCases[Int(random.below(4))]
    return .operatorCommanded(
      OperatorRecord(
        command: OperatorCommand(.halt, actor: "ann", reason: "r\(step)"), refusal: nil,
        before: state.trading.state, after: after))
  }

  private func start() -> Event {
    .sessionStarted(
      SessionStart(
        sessionID: session, account: AccountID("acc"), ordinal: Int64(step), mode: .paper,
        currency: "USDT", startingBalance: 1_000, strategy: "s", market: "m", seed: 1, marketStart: now,
        trading: state.trading))
  }

  private mutating func decision() -> Event {
    let intent = IntentID(account: AccountID("acc"), session: session, key: "\(step)")
    let index = Int(random.below(3))
    let instrument = CodecFixtures.book?.instruments[index].symbol ?? CodecFixtures.signals[0].symbol
    let limit = random.below(2) == 0 ? nil : price()
    let signal = Signal(
      id: SignalID("s\(step)"), type: .entry, symbol: instrument, side: side(), quantity: 1, price: limit,
      source: .strategy)
    let order = Order(
      id: intent.orderID, signalID: SignalID("s\(step)"), sessionID: session, instrument: index,
      side: signal.side, type: limit == nil ? .market : .limit, timeInForce: .goodTillCancel,
      reduceOnly: random.below(3) == 0, quantity: Fixed(Int(random.below(5)) + 1), limitPrice: limit,
      createdAt: now, expiresAt: random.below(2) == 0 ? nil : now)
    let outcome: SignalDecision.Outcome =
      state.orders.hasRoom ? .ordered(order) : .rejected(Rejection(code: "FULL", message: "full"))
    return .signalDecided(
      SignalDecision(
        signal: signal, key: IdempotencyKey(text: "\(step)", rule: .signalID),
        fingerprint: Digest128(high: 0, low: 0), intentID: intent, outcome: outcome, bid: nil, ask: nil))
  }

  private mutating func orderEvent() -> Event {
    let orders = state.orders.orders
    guard !orders.isEmpty else { return .factRefused("none") }
    let order = orders[Int(random.below(UInt64(orders.count)))]
    let error = VenueError(code: "E\(step)", message: "text \(step)")
    switch random.below(6) {
    case 0: return .order(order.id, .handedOff(bid: price(), ask: price()))
    case 1: return .order(order.id, .accepted(ExchangeOrderID("x\(step)")))
    case 2: return .order(order.id, .failed(error))
    case 3: return .order(order.id, .outcomeUnknown(reason: "r\(step)"))
    case 4: return .order(order.id, .cancelRequested(.operatorRequest))
    default: return .order(order.id, .cancelled(.exchange))
    }
  }

  private mutating func fill() -> Event {
    let orders = state.orders.orders
    let order =
      orders.isEmpty || random.below(10) == 0 ? nil : orders[Int(random.below(UInt64(orders.count)))]
    return .filled(
      FillBooking(
        fill: Fill(
          tradeID: TradeID("t\(step)"), orderID: order?.id, exchangeOrderID: ExchangeOrderID("x\(step)"),
          instrument: order?.instrument ?? Int(random.below(3)), side: order?.side ?? side(),
          quantity: Fixed(Int(random.below(3)) + 1), price: price(), fee: amount(), feeAsset: "USDT",
          liquidity: .taker, kind: order == nil ? .liquidation : .order, at: now),
        isLate: false, bid: nil, ask: nil))
  }

  private mutating func mark() -> Event {
    .marked(
      AccountMark(
        at: now, cause: random.below(2) == 0 ? .sync : .change, wallet: state.wallet, equity: amount(),
        unrealised: 0, realised: 0, fees: 0, funding: 0, marginUsed: 0, maintenanceMargin: 0,
        marginRatioPercent: nil, peakEquity: amount(), positions: []))
  }

  private mutating func alert() -> Event {
    let types = AlertType.allCases
    let type = types[Int(random.below(UInt64(types.count)))]
    if random.below(2) == 0, let firing = state.alerts.firing.first,
      let resolved = state.alerts.resolve(firing.type, symbol: firing.symbol, message: "over")
    {
      return .alert(resolved)
    }
    let raised = state.alerts.raise(
      type, .warning, symbol: "S\(random.below(4))", message: "m\(step)",
      details: [AlertDetail("n", "\(step)")], session: session, at: now)
    return raised.map { .alert($0) } ?? .factRefused("fires already")
  }

  private mutating func side() -> Side { random.below(2) == 0 ? .buy : .sell }
  private mutating func price() -> Fixed { Fixed(mantissa: Int128(random.below(1_000_000_000_000_000)) + 1) }
  private mutating func amount() -> Fixed {
    Fixed(mantissa: Int128(random.below(2_000_000_000_000)) - 1_000_000_000_000)
  }
}
