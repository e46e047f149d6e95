import Desk
import Primitives
import Sync
import Trading

/// Events with the most awkward values each field can have.
enum CodecFixtures {
  /// Quotes, escapes, line ends, control characters, other scripts, pairs of surrogates, separators.
  static let awkward = "\"quoted\" \\ back/slash\n\r\t\u{0}\u{1}\u{7F} é e\u{301} 语 😀 \u{2028}\u{2029} }{][,:"
  static let extremes: [Fixed] = [
    Fixed(mantissa: .max), Fixed(mantissa: .min), .smallest, Fixed(mantissa: -1), .zero, 1,
    Fixed(mantissa: -123_456_789_012_345_678_901),
  ]
  static let moments: [Timestamp] = [
    .zero, .distantPast, .distantFuture, Timestamp(nanoseconds: -1),
    Timestamp(nanoseconds: 1_700_000_000_123_456_789),
  ]

  static let book: InstrumentBook? = InstrumentBook(
    ["BTCUSDT", "ETHUSDT", "XRP/USD:PERP"].compactMap { instrument($0) })

  /// The same instruments in another order, with one more.
  static let reordered: InstrumentBook? = InstrumentBook(
    ["NEW", "XRP/USD:PERP", "BTCUSDT", "ETHUSDT"].compactMap { instrument($0) })

  static func instrument(_ name: String) -> Instrument? {
    Symbol(name).map {
      Instrument(
        symbol: $0, venue: "paper", kind: .linear, base: "B", quote: "USDT", settle: "USDT", tickSize: 1,
        lotStep: 1, minQuantity: 1, maxQuantity: 1_000, minNotional: 1, contractSize: 1, makerFeeRate: 0,
        takerFeeRate: 0, tiers: [])
    }
  }

  static let intent = IntentID(account: AccountID("acc"), session: SessionID("s-1"), key: awkward)

  static func order(limit: Fixed? = nil, expires: Timestamp? = nil) -> Order {
    Order(
      id: intent.orderID, signalID: SignalID(awkward), sessionID: SessionID("s-1"), instrument: 2,
      side: .sell, type: limit == nil ? .market : .limit, timeInForce: .fillOrKill, reduceOnly: true,
      quantity: Fixed(mantissa: 1), limitPrice: limit, createdAt: moments[4], expiresAt: expires)
  }

  /// An order that has come some way: every optional field is set.
  static var progressed: Order {
    var order = order(limit: 5, expires: moments[2])
    order = order.after(.handedOff(bid: 1, ask: Fixed(mantissa: 3)), at: moments[4])
    order = order.after(.accepted(ExchangeOrderID(awkward)), at: moments[4])
    order = order.after(fill(orderID: order.id), at: moments[4])
    order = order.after(.cancelRequested(.timeToLive), at: moments[4])
    order = order.after(.cancelled(.expired), at: moments[4])
    return order
  }

  static func fill(orderID: OrderID?) -> Fill {
    Fill(
      tradeID: TradeID(awkward), orderID: orderID, exchangeOrderID: ExchangeOrderID(""), instrument: 1,
      side: .buy, quantity: 3, price: Fixed(mantissa: 7), fee: Fixed(mantissa: -9), feeAsset: awkward,
      liquidity: .maker, kind: .autoDeleverage, at: moments[0])
  }

  static func decision(
    _ outcome: SignalDecision.Outcome, signal: Signal, bid: Fixed? = nil, ask: Fixed? = nil
  ) -> Event {
    .signalDecided(
      SignalDecision(
        signal: signal, key: IdempotencyKey(text: awkward, rule: .content),
        fingerprint: Digest128(high: .max, low: 1), intentID: intent, outcome: outcome, bid: bid,
        ask: ask))
  }

  static var signals: [Signal] {
    guard let unknown = Symbol("NOBODY-KNOWS.ME") else { return [] }
    return [
      Signal(type: .entry, symbol: unknown, side: .buy, quantity: extremes[0], source: .api),
      Signal(
        id: SignalID(awkward), type: .emergency, symbol: unknown, side: .sell, quantity: extremes[1],
        orderType: .limit, price: .smallest, timeInForce: .immediateOrCancel, timeToLiveNanos: .min,
        confidence: Fixed(mantissa: Fixed.unit / 3), strategyName: awkward,
        indicatorValues: [
          IndicatorValue(name: awkward, value: 0.1), IndicatorValue(name: "", value: -0.0),
          IndicatorValue(name: "big", value: .greatestFiniteMagnitude),
          IndicatorValue(name: "small", value: -.leastNonzeroMagnitude),
          IndicatorValue(name: "inf", value: .infinity), IndicatorValue(name: "-", value: -.infinity),
          IndicatorValue(name: "whole", value: 1e15), IndicatorValue(name: "beyond", value: 1e19),
        ], barTime: moments[3], source: .strategy),
    ]
  }

  static func mark(_ positions: [PositionMark], ratio: Fixed?) -> Event {
    .marked(
      AccountMark(
        at: moments[4], cause: ratio == nil ? .sync : .change, wallet: extremes[0], equity: extremes[1],
        unrealised: extremes[2], realised: extremes[3], fees: extremes[4], funding: extremes[5],
        marginUsed: extremes[6], maintenanceMargin: 1, marginRatioPercent: ratio, peakEquity: 2,
        positions: positions))
  }

  static func position(_ status: PositionStatus, known: Bool) -> PositionMark {
    PositionMark(
      instrument: 2, side: .short, quantity: 1, entryPrice: 2, markPrice: known ? extremes[0] : nil,
      liquidationPrice: known ? .smallest : nil, unrealised: known ? extremes[1] : nil,
      margin: known ? 3 : nil, marginRatioPercent: known ? 4 : nil, realised: -5, openedAt: moments[1],
      status: status)
  }

  static func alert(
    _ state: AlertState, details: [AlertDetail], seen: Acknowledgement? = nil
  ) -> Event {
    .alert(
      Alert(
        id: AlertID("alr-1"), type: .positionMismatch, severity: .info, state: state, symbol: "",
        message: awkward, details: details, firedAt: moments[2], acknowledgement: seen))
  }

  static let actions: [OperatorAction] = [
    .halt, .drain, .pauseEntries, .resume, .cancel(intent.orderID), .cancelAll, .closePosition(2),
    .flatten, .acknowledgeAlert(AlertID(awkward)),
  ]

  /// Every case of every event, optional fields set and not set.
  static var events: [Event] {
    let error = VenueError(code: "", message: awkward)
    let id = intent.orderID
    var events: [Event] = []
    for mode in Mode.allCases {
      events.append(
        .sessionStarted(
          SessionStart(
            sessionID: SessionID(awkward), account: AccountID("acc"), ordinal: .max, mode: mode,
            currency: "USDT", startingBalance: extremes[0], strategy: "", market: "replay:a\"b.csv.gz",
            seed: .max, marketStart: moments[1])))
    }
    for signal in signals {
      events += [
        decision(.ordered(order()), signal: signal),
        decision(.ordered(progressed), signal: signal, bid: .smallest, ask: extremes[0]),
        decision(.simulated(order(limit: extremes[0], expires: moments[3])), signal: signal),
        decision(.rejected(Rejection(code: "X_Y", message: awkward)), signal: signal, bid: -1),
        decision(
          .duplicate(
            PriorIntent(
              orderID: id, signalID: SignalID(""), fingerprint: Digest128(high: 0, low: .max))),
          signal: signal, ask: 1),
        decision(.noted, signal: signal),
      ]
    }
    events += [
      .order(id, .handedOff(bid: extremes[1], ask: extremes[0])),
      .order(id, .accepted(ExchangeOrderID(awkward))), .order(id, .failed(error)),
      .order(id, .outcomeUnknown(reason: awkward)), .order(id, .cancelRejected(error)),
      .filled(FillBooking(fill: fill(orderID: id), isLate: true, bid: extremes[2], ask: extremes[3])),
      .filled(FillBooking(fill: fill(orderID: nil), isLate: false, bid: nil, ask: nil)),
      .filled(
        FillBooking(fill: fill(orderID: nil), isLate: false, bid: nil, ask: nil, feeRate: extremes[1])),
      .fundingBooked(
        FundingPayment(
          id: awkward, instrument: 0, amount: extremes[1], rate: extremes[3], at: moments[2])),
      mark([], ratio: nil),
      mark(
        PositionStatus.allCases.flatMap { [position($0, known: true), position($0, known: false)] },
        ratio: extremes[6]),
      alert(.firing, details: [AlertDetail(awkward, awkward), AlertDetail("", "")]),
      alert(
        .acknowledged, details: [],
        seen: Acknowledgement(actor: awkward, reason: "", at: moments[1])),
      .sessionStarted(
        SessionStart(
          sessionID: SessionID("s"), account: AccountID("acc"), ordinal: 2, mode: .paper,
          currency: "USDT", startingBalance: 1, strategy: "", market: "m", seed: 0,
          marketStart: moments[2],
          trading: TradingControl(.halted, since: moments[3], actor: awkward, reason: ""))),
      alert(.resolved, details: []), .factRefused(awkward), .factRefused(""),
      .factRefused(String(repeating: "long ", count: 40_000)), .tapeEnded(rows: .max),
    ]
    for (place, action) in actions.enumerated() {
      let states = TradingState.allCases
      events.append(
        .operatorCommanded(
          OperatorRecord(
            command: OperatorCommand(action, actor: "ann", reason: awkward),
            refusal: place % 2 == 0 ? nil : Rejection(code: "", message: awkward),
            before: states[place % 4], after: states[(place + 1) % 4])))
    }
    events += CancelOrigin.allCases.map { .order(id, .cancelRequested($0)) }
    events += CancelReason.allCases.map { .order(id, .cancelled($0)) }
    return events
  }
}
