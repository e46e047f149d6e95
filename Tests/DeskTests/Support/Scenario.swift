import Desk
import Primitives
import Sync
import Testing
import Trading

/// A random life of an account from a seed: signals of all kinds, ticks, timers, an exchange that
/// delays, repeats, reorders and lies; or an honest one that only delays and whose desk crashes.
struct Scenario {
  var harness: DeskHarness
  private var random: SeededGenerator
  private let isHonest: Bool
  /// Facts on their way: delivered in any order, some twice, some never.
  private var mail: [VenueFact] = []
  private var prices = Fixture.prices
  private var count = 0

  init(seed: UInt64, maxOrders: Int = 60, isHonest: Bool = false) throws {
    random = SeededGenerator(seed: seed)
    self.isHonest = isHonest
    let caps = TradingCaps(maxOrdersPerMinute: 20, maxOrders: maxOrders, maxPositions: 3)
    harness = try DeskHarness(
      try Fixture.settings(caps: caps, absenceIsProof: random.below(2) == 0))
  }

  /// One thing happens, and a little time passes.
  mutating func step() {
    count += 1
    pass()
    switch random.below(100) {
    case 0..<18: move()
    case 18..<38: signal()
    case 38..<42: cancel()
    case 42..<62: perform()
    case 62..<78: deliver()
    case 78..<90: execute()
    case 90..<92: force()
    case 92..<94: fund()
    case 94..<98: if isHonest { crash() } else { lie() }
    case 98 where random.below(2) == 0: command()
    case 98: harness.feed(.venue(.streamGap(since: harness.now.adding(nanoseconds: -5 * Nanos.perSecond))))
    default: if !isHonest, random.below(40) == 0 { begin() } else { harness.feed(.timer) }
    }
  }

  /// Lets everything on its way arrive, and asks the exchange for the rest.
  mutating func drain() {
    for _ in 0..<3 {
      while !mail.isEmpty { harness.feed(.venue(mail.removeFirst())) }
      harness.feed(.venue(.streamGap(since: Fixture.start)))
      harness.settle()
    }
  }

  /// What the desk asked for and had not yet sent is gone; what the exchange said still arrives.
  private mutating func crash() {
    guard random.below(10) == 0 else { return }
    _ = harness.restart()
  }

  /// Somebody says something; whoever stopped trading starts it again before long.
  private mutating func command() {
    if harness.state.trading.state != .running, random.below(4) > 0 {
      harness.operate(.resume, reason: "\(count)")
      return
    }
    let working = harness.state.orders.working
    let alerts = harness.state.alerts.listed
    let actions: [OperatorAction] = [
      .halt, .drain, .pauseEntries, .cancelAll, .flatten, .closePosition(Int(random.below(4))),
      working.isEmpty ? .resume : .cancel(working[Int(random.below(UInt64(working.count)))].id),
      alerts.isEmpty
        ? .resume : .acknowledgeAlert(alerts[Int(random.below(UInt64(alerts.count)))].id),
    ]
    harness.operate(pick(actions) ?? .resume, actor: "ann", reason: "\(count)")
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element? {
    list.isEmpty ? nil : list[Int(random.below(UInt64(list.count)))]
  }

  private mutating func pass() {
    let spans = [0, 0, 1, 5, 1_000, 100_000, 1_000_000, 3_000_000]
    let micros = Int64(pick(spans) ?? 0)
    if random.below(500) == 0 {
      harness.advance(seconds: 4_000)
    } else {
      harness.advance(nanoseconds: micros * Nanos.perMicrosecond)
    }
  }

  private mutating func move() {
    let instrument = Int(random.below(4))
    let tenths = Int(random.below(2_001)) - 1_000
    prices[instrument] = max(prices[instrument] + Fixed(mantissa: Int128(tenths) * Fixed.unit / 10), 100)
    harness.quote(instrument, prices[instrument], prices[instrument] + 1)
  }

  private mutating func signal() {
    let types: [SignalType] = [.entry, .entry, .entry, .exit, .plannedExit, .emergency, .confirmed]
    let instrument = Int(random.below(4))
    let quantities = ["0.001", "0.01", "0.0155", "0.1", "3", "0.0001"]
    var signal = harness.signal(
      pick(types) ?? .entry, random.below(2) == 0 ? .buy : .sell, pick(quantities) ?? "1", on: instrument)
    switch random.below(4) {
    case 0: break
    case 1: signal.id = SignalID("s\(random.below(UInt64(count)))")
    default: signal.id = SignalID("s\(count)")
    }
    if random.below(3) == 0 {
      signal.orderType = .limit
      signal.price = prices[instrument] + Fixed(Int(random.below(400))) - 200
    }
    if random.below(10) == 0 { signal.timeToLiveNanos = 2 * Nanos.perSecond }
    harness.send(signal, clientKey: random.below(20) == 0 ? "k\(random.below(5))" : nil)
  }

  private mutating func cancel() {
    guard let order = pick(harness.state.orders.orders) else { return }
    harness.feed(.cancel(order.id))
  }

  private mutating func perform() {
    guard !harness.outbox.isEmpty else { return }
    let request = harness.outbox.removeFirst()
    if case .submit(let order) = request { harness.feed(.handedOff(order.orderID)) }
    let answers: [ModelVenue.Answer] = [
      .accept, .accept, .accept, .accept, .reject(code: "NO"), .notSent, .unknownButPlaced,
      .unknownAndLost, .silence,
    ]
    harness.venue.answers = [pick(answers) ?? .accept]
    harness.venue.refusesCancels = random.below(4) == 0
    mail += harness.venue.execute(request)
    harness.venue.answers = []
    if random.below(2) == 0 { deliver() }
  }

  private mutating func deliver() {
    guard !mail.isEmpty else { return }
    let index = !isHonest && random.below(3) == 0 ? Int(random.below(UInt64(mail.count))) : 0
    let fact = mail[index]
    // One in eight comes again.
    if isHonest || random.below(8) != 0 { mail.remove(at: index) }
    harness.feed(.venue(fact))
  }

  private mutating func execute() {
    guard let id = pick(harness.venue.placedOrder), let placed = harness.venue.placed[id] else { return }
    // Ended orders seldom fill: late fills and overfills.
    guard placed.isOpen || !isHonest && random.below(20) == 0 else { return }
    let lots = max(placed.request.quantity.mantissa / 1_000_000_000, 1)
    let part = Fixed(mantissa: Int128(random.below(UInt64(lots)) + 1) * 1_000_000_000)
    let whole = isHonest ? placed.request.quantity - placed.filled : placed.request.quantity
    let quantity = random.below(3) == 0 ? whole : min(part, whole)
    let price = prices[placed.request.instrument]
    let fee = quantity.multiplied(by: number("0.01"), rounding: .halfEven)
    if let fill = harness.venue.fill(id, quantity, at: price, fee: fee, time: harness.now) {
      mail.append(.fill(fill))
      if random.below(2) == 0 { deliver() }
    }
  }

  private mutating func force() {
    guard !isHonest, let position = pick(harness.state.positions.open) else { return }
    let side: Side = position.quantity.isPositive ? .sell : .buy
    let fill = harness.venue.force(
      position.instrument, side, position.quantity.magnitude, at: prices[position.instrument],
      time: harness.now)
    mail.append(.fill(fill))
  }

  private mutating func fund() {
    let amount = Fixed(mantissa: Int128(random.below(1_000_000)) * 1_000_000) - number("0.5")
    let payment = FundingPayment(
      id: "f\(random.below(2_000))", instrument: Int(random.below(4)), amount: amount, rate: 0,
      at: harness.now)
    harness.feed(.venue(.funding(payment)))
  }

  private mutating func begin() {
    mail = []
    harness.outbox = []
    let ordinal = (harness.state.session?.ordinal ?? 0) + 1
    harness.venue = ModelVenue(tradesFrom: count * 10)
    harness.feed(.beginSession(Fixture.session(balance: 100_000, ordinal: ordinal)))
  }

  /// A fact that is not true, of an order we have or of none.
  private mutating func lie() {
    let stranger = OrderID(digest: Digest128(high: random.next(), low: random.next()))
    let id = random.below(3) == 0 ? stranger : pick(harness.state.orders.orders)?.id ?? stranger
    let instrument = Int(random.below(6)) - 1
    let error = VenueError(code: "LIE", message: "lie")
    let quantity = pick([Fixed(0), -1, .greatest, number("0.01"), number("5")]) ?? 0
    let fill = Fill(
      tradeID: TradeID("lie\(count)"), orderID: id, exchangeOrderID: ExchangeOrderID("lie"),
      instrument: instrument, side: .sell, quantity: quantity, price: 40_000, fee: 1, feeAsset: "USDT",
      liquidity: .maker, kind: .order, at: harness.now.adding(nanoseconds: -1_000_000))
    let found = OrderReport.Outcome.found(
      exchangeOrderID: ExchangeOrderID("lie"), status: pick(OrderStatus.allCases) ?? .pending,
      filledQuantity: quantity, reason: "EXPIRED")
    let facts: [VenueFact] = [
      .fill(fill), .accepted(id, ExchangeOrderID("lie")), .rejected(id, error),
      .notSent(id, reason: "lie"), .outcomeUnknown(id, reason: "lie"), .cancelled(id, .expired),
      .cancelRejected(id, error), .positions([]), .balances(wallet: quantity),
      .orderReport(OrderReport(orderID: id, instrument: instrument, outcome: .notFound)),
      .orderReport(OrderReport(orderID: id, instrument: instrument, outcome: found)),
      .openOrders([OrderReport(orderID: id, instrument: instrument, outcome: found)]),
    ]
    if let fact = pick(facts) { harness.feed(.venue(fact)) }
  }
}
