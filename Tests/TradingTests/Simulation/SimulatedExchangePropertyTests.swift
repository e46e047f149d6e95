import Primitives
import Testing

@testable import Trading

/// A market and a trader drawn from a seed, with an account of its own beside the exchange's.
private struct RandomRun {
  var exchange: SimulatedExchange
  let instruments: [Instrument]
  var generator: SeededGenerator
  var all: [VenueFact] = []
  var requests: [OrderID: OrderRequest] = [:]
  var issued: [OrderID] = []
  var filled: [OrderID: Fixed] = [:]
  var answers: [OrderID: Int] = [:]
  var over: Set<OrderID> = []
  var marks: [Fixed] = []
  var mirror: [Position]
  var liquidations = 0
  let start: Fixed = 5_000

  init(seed: UInt64, profile: ExchangeProfile, kind: ContractKind) throws {
    let tiers = [
      Listings.tier(rate: decimal("0.005")),
      Listings.tier(floor: 20_000, rate: decimal("0.02"), deduction: 300, maxLeverage: 20),
    ]
    instruments = try ["AAA", "BBB"].map {
      try Listings.instrument(
        kind, symbol: $0, contractSize: kind == .inverse ? 100 : 1,
        lotStep: kind == .inverse ? 1 : decimal("0.001"), tiers: tiers)
    }
    exchange = SimulatedExchange(
      instruments: try #require(InstrumentBook(instruments)), currency: instruments[0].settle,
      profile: profile, startingBalance: start,
      leverage: 25, seed: seed)
    generator = SeededGenerator(seed: seed &* 31 &+ 7)
    marks = [1_000, 2_000]
    mirror = (0..<2).map { Position(instrument: $0) }
  }

  /// One random step; the facts it brought.
  mutating func step(_ number: Int) -> [VenueFact] {
    var facts: [VenueFact] = []
    let at = TestExchange.time(Int64(number) * 17)
    let index = Int(generator.below(2))
    if generator.below(10) < 6 {
      let jump = generator.below(60) == 0 ? 900 : 30
      let move = Int(generator.below(UInt64(2 * jump + 1))) - jump
      marks[index] = max(marks[index] + Fixed(mantissa: Int128(move) * 100_000_000_000), 100)
      let spread = Fixed(mantissa: Int128(generator.below(5)) * 100_000_000_000)
      exchange.observe(
        MarketTick(
          instrument: index, at: at, bid: marks[index], ask: marks[index] + spread,
          bidSize: Fixed(Int(generator.below(4))), askSize: Fixed(Int(generator.below(4)))),
        into: &facts)
    } else {
      exchange.receive(request(index, number), at: at, into: &facts)
    }
    return facts
  }

  private mutating func request(_ index: Int, _ number: Int) -> VenueRequest {
    switch generator.below(12) {
    case 0: return .queryBalances
    case 1: return .queryPositions
    case 2, 3:
      guard !issued.isEmpty else { return .queryOpenOrders }
      return .cancel(issued[Int(generator.below(UInt64(issued.count)))], index)
    default: break
    }
    let id = OrderID(digest: Digest128(high: 9, low: UInt64(number)))
    let isLimit = generator.below(2) == 0
    let offset = Fixed(mantissa: Int128(generator.below(60)) * 100_000_000_000) - 3
    let forces = TimeInForce.allCases
    let lots = instruments[index].kind == .inverse ? 40 : 9_000
    let order = OrderRequest(
      orderID: id, instrument: index, side: generator.below(2) == 0 ? .buy : .sell,
      type: isLimit ? .limit : .market, timeInForce: forces[Int(generator.below(3))],
      quantity: instruments[index].lotStep.multiplied(by: Int(generator.below(UInt64(lots))) + 1),
      limitPrice: isLimit ? max(marks[index] + offset, 1) : nil, reduceOnly: generator.below(4) == 0)
    requests[id] = order
    issued.append(id)
    return .submit(order)
  }

  /// Books facts as a client does, with a check of each.
  mutating func book(_ facts: [VenueFact]) {
    all += facts
    for fact in facts {
      switch fact {
      case .accepted(let id, _), .rejected(let id, _): answers[id, default: 0] += 1
      case .fill(let fill): book(fill)
      case .cancelled(let id, _):
        #expect(answers[id] == 1 && over.insert(id).inserted, "an end without a beginning")
      case .funding(let payment):
        mirror[payment.instrument].book(funding: payment.amount, at: payment.at)
      default: break
      }
    }
  }

  private mutating func book(_ fill: Fill) {
    _ = mirror[fill.instrument].apply(
      side: fill.side, quantity: fill.quantity, price: fill.price, fee: fill.fee,
      instrument: instruments[fill.instrument], at: fill.at)
    guard let id = fill.orderID, let order = requests[id] else {
      #expect(fill.kind == .liquidation)
      liquidations += 1
      return
    }
    #expect(answers[id] == 1 && !over.contains(id), "a fill of an order that does not work")
    #expect(order.side == fill.side && fill.quantity.isPositive)
    filled[id, default: 0] += fill.quantity
    if let limit = order.limitPrice {
      #expect(order.side == .buy ? fill.price <= limit : fill.price >= limit)
    }
  }

  /// Invariants of the account as it stands.
  func check(_ context: String) {
    var realised: Fixed = 0
    for index in mirror.indices {
      let held = exchange.position(index)
      realised += held.realised + held.funding
    }
    // Invariant 6: what was realised net of fees, with funding, is the wallet's change.
    #expect(exchange.wallet == start + realised, "\(context)")
    #expect(!exchange.wallet.isNegative || exchange.marginedCount > 0, "\(context)")
    let inputs = mirror.indices.filter { !exchange.position($0).isFlat }.map {
      MarginInput(
        exchange.position($0), instrument: instruments[$0], mark: exchange.books[$0].mark)
    }
    let margin = Margin.account(wallet: exchange.wallet, positions: inputs, leverage: 25)
    #expect(margin == exchange.margin, "\(context): the running sums are the sums")
    #expect(!margin.isLiquidated, "\(context): a liquidation is due")
  }
}

@Suite("The simulated exchange, whatever happens")
struct SimulatedExchangePropertyTests {
  /// No delay, so that every step's facts are of that step.
  static let instant: ExchangeProfile = {
    var profile = ExchangeProfile.standard
    profile.requestLatency = .none
    profile.responseLatency = .none
    profile.depth = .ladder(touchValue: 3_000, levelStep: 1, levels: 4)
    profile.fundingIntervalNanos = Nanos.perMinute
    profile.fundingRate = .seeded(most: decimal("0.0005"))
    return profile
  }()

  static let kinds: [ContractKind] = [.linear, .inverse, .spot]

  @Test("keeps the account's invariants at every step", arguments: UInt64(1)...12, kinds)
  func invariants(seed: UInt64, kind: ContractKind) throws {
    var run = try RandomRun(seed: seed, profile: Self.instant, kind: kind)
    for number in 1...1_500 {
      let before = run
      let facts = run.step(number)
      run.book(facts)
      run.check("seed \(seed) step \(number)")
      for index in run.mirror.indices {
        #expect(run.mirror[index] == run.exchange.position(index), "the facts tell the position")
      }
      if facts.fills.contains(where: { $0.kind == .liquidation }) {
        #expect(wasDue(before, run, facts), "seed \(seed) step \(number): liquidated for no reason")
      }
    }
    for (id, quantity) in run.filled {
      #expect(quantity <= run.requests[id]?.quantity ?? 0, "Σ fills ≤ quantity")
    }
    for id in run.issued { #expect(run.answers[id] == 1, "exactly one answer") }
    if kind == .spot { #expect(run.liquidations == 0) }
  }

  /// Whether equity was at or below maintenance just before the first liquidation of a step.
  private func wasDue(_ before: RandomRun, _ after: RandomRun, _ facts: [VenueFact]) -> Bool {
    var ledger = before.mirror
    var wallet = before.exchange.wallet
    for fact in facts {
      switch fact {
      case .funding(let payment): wallet += payment.amount
      case .fill(let fill):
        if fill.kind == .liquidation {
          let inputs = ledger.filter { !$0.isFlat }.map {
            MarginInput(
              $0, instrument: before.instruments[$0.instrument],
              mark: after.exchange.books[$0.instrument].mark)
          }
          return Margin.account(wallet: wallet, positions: inputs, leverage: 25).isLiquidated
        }
        let change = ledger[fill.instrument].apply(
          side: fill.side, quantity: fill.quantity, price: fill.price, fee: fill.fee,
          instrument: before.instruments[fill.instrument], at: fill.at)
        wallet += change.realisedGross - change.fee
      default: break
      }
    }
    return false
  }

  @Test("liquidations do happen in these runs")
  func runsAreHarsh() throws {
    var liquidations = 0
    var filled = 0
    for seed in UInt64(1)...12 {
      var run = try RandomRun(seed: seed, profile: Self.instant, kind: .linear)
      for number in 1...1_500 { run.book(run.step(number)) }
      liquidations += run.liquidations
      filled += run.filled.count
    }
    #expect(liquidations >= 3 && filled >= 200, "\(liquidations) liquidations, \(filled) filled orders")
  }

  @Test("the same seed gives the same facts, another seed others", arguments: UInt64(1)...6)
  func deterministic(seed: UInt64) throws {
    func facts(_ exchangeSeed: UInt64) throws -> [VenueFact] {
      var run = try RandomRun(seed: seed, profile: .standard, kind: .linear)
      run.exchange = SimulatedExchange(
        instruments: run.exchange.instruments, currency: run.exchange.currency, profile: .standard,
        startingBalance: run.start, leverage: 25, seed: exchangeSeed)
      for number in 1...800 { run.all += run.step(number) }
      return run.all
    }
    let first = try facts(seed)
    #expect(first.count > 100)
    #expect(try facts(seed) == first)
    #expect(try facts(seed + 1_000) != first)
  }

  @Test("with delays, the facts still tell the exchange's positions in the end", arguments: UInt64(1)...12)
  func delayed(seed: UInt64) throws {
    var run = try RandomRun(seed: seed, profile: .standard, kind: .linear)
    for number in 1...1_000 { run.book(run.step(number)) }
    var rest: [VenueFact] = []
    run.exchange.advance(to: TestExchange.time(1_000_000), into: &rest)
    run.book(rest)
    for index in run.mirror.indices { #expect(run.mirror[index] == run.exchange.position(index)) }
    for id in run.issued { #expect(run.answers[id] == 1, "exactly one answer") }
    let times = run.all.fills.map(\.at)
    #expect(times == times.sorted(), "executions are told in order")
    #expect(Set(run.all.fills.map(\.tradeID)).count == run.all.fills.count)
  }
}
