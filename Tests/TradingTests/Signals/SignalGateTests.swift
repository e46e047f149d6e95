import Primitives
import Testing

@testable import Trading

@Suite("The gates between a raw signal and its order (ruling 3)")
struct SignalGateTests {
  private let gate = SignalGate(
    caps: TradingCaps(maxOrderNotional: 10_000, maxOrdersPerMinute: 2, maxPositions: 2))

  private func context(_ change: (inout GateContext) -> Void = { _ in }) throws -> GateContext {
    var context = GateContext(
      instrument: try Listings.instrument(), currency: "USDT", bid: 1_000, ask: 1_001, positionQuantity: 0,
      closingQuantity: 0, hasOrderRoom: true, openPositionCount: 0, entriesLastMinute: 0,
      hasMarketEnded: false)
    change(&context)
    return context
  }

  private func signal(
    _ type: SignalType = .entry, _ side: Side = .buy, _ quantity: String = "1", limit: String? = nil
  ) throws -> Signal {
    Signal(
      type: type, symbol: try #require(Symbol("BTCUSDT")), side: side, quantity: decimal(quantity),
      orderType: limit == nil ? .market : .limit, price: limit.map { decimal($0) }, source: .api)
  }

  private func code(_ verdict: SignalGate.Verdict) -> String {
    switch verdict {
    case .order(let quantity, let reduceOnly, let leftOpen):
      "order \(quantity) \(reduceOnly)" + (leftOpen.isZero ? "" : " leaving \(leftOpen)")
    case .reject(let rejection): rejection.code
    case .note: "note"
    }
  }

  @Test("An entry within every limit is one order of whole lots")
  func passes() throws {
    #expect(code(gate.judge(try signal(.entry, .buy, "1.23456"), try context())) == "order 1.234 false")
  }

  /// A context one gate refuses, and how.
  struct Refused: Sendable {
    let code: String
    let change: @Sendable (inout GateContext) -> Void
    init(_ code: String, _ change: @escaping @Sendable (inout GateContext) -> Void) {
      self.code = code
      self.change = change
    }
  }

  static let refusals: [Refused] = [
    Refused("UNKNOWN_SYMBOL") { $0.instrument = nil },
    Refused("WRONG_CURRENCY") { $0.currency = "BTC" },
    Refused("MARKET_CLOSED") { $0.hasMarketEnded = true },
    Refused("DATA_MISSING") { $0.bid = nil },
    Refused("DATA_MISSING") { $0.ask = nil },
    Refused("ORDER_QUEUE_FULL") { $0.hasOrderRoom = false },
    Refused("ORDER_RATE_LIMIT") { $0.entriesLastMinute = 2 },
    Refused("MAX_POSITIONS_EXCEEDED") { $0.openPositionCount = 2 },
  ]

  @Test("Each gate names its refusal", arguments: refusals)
  func contexts(refused: Refused) throws {
    #expect(code(gate.judge(try signal(), try context(refused.change))) == refused.code)
  }

  @Test("Adding to a position held needs no further slot (S2-POS-04)")
  func addingNeedsNoSlot() throws {
    let full = try context {
      $0.openPositionCount = 2
      $0.positionQuantity = 1
    }
    #expect(code(gate.judge(try signal(), full)) == "order 1 false")
  }

  @Test(
    "Quantities that are no quantities are refused, whatever the signal (S2-SIG-05)",
    arguments: [
      "0", "-1", "1000000001", "-0.000000000001",
    ])
  func quantities(text: String) throws {
    for type in [SignalType.entry, .exit] {
      let verdict = gate.judge(try signal(type, .sell, text), try context { $0.positionQuantity = 1 })
      #expect(code(verdict) == "INVALID_QUANTITY")
    }
  }

  @Test("A limit order needs a usable price, a market order none (S2-ORD-11)")
  func prices() throws {
    var bare = try signal()
    bare.orderType = .limit
    let verdict = gate.judge(bare, try context())
    #expect(verdict == .reject(Rejection(code: "INVALID_PRICE", message: "Limit order requires price")))
    var priced = try signal()
    priced.price = 1
    #expect(code(gate.judge(priced, try context())) == "INVALID_PRICE")
    for price in ["0", "-5", "1000000001", "1000.05"] {
      #expect(code(gate.judge(try signal(limit: price), try context())) == "INVALID_PRICE")
    }
  }

  @Test("Sizes: under the least, over the most, worth too little, worth too much (S2-SIG-06)")
  func sizes() throws {
    #expect(code(gate.judge(try signal(.entry, .buy, "0.0009"), try context())) == "BELOW_MIN_ORDER_SIZE")
    #expect(code(gate.judge(try signal(.entry, .buy, "1000001"), try context())) == "ABOVE_MAX_ORDER_SIZE")
    #expect(code(gate.judge(try signal(.entry, .buy, "0.004"), try context())) == "MIN_NOTIONAL_NOT_MET")
    #expect(code(gate.judge(try signal(.entry, .buy, "9.990"), try context())) == "order 9.99 false")
    #expect(code(gate.judge(try signal(.entry, .buy, "9.991"), try context())) == "MAX_ORDER_NOTIONAL")
  }

  @Test("A buy is valued at the ask, a sell at the bid (trap 8)")
  func touch() throws {
    #expect(code(gate.judge(try signal(.entry, .sell, "10"), try context())) == "order 10 false")
    #expect(code(gate.judge(try signal(.entry, .buy, "10"), try context())) == "MAX_ORDER_NOTIONAL")
  }

  @Test("A crossed market order cannot slip the cap by a price of its own (S2-RSK-11)")
  func marketValue() throws {
    let dear = try context {
      $0.bid = 1_000_000_000
      $0.ask = 1_000_000_000
    }
    #expect(code(gate.judge(try signal(.entry, .buy, "1000000"), dear)) == "MAX_ORDER_NOTIONAL")
  }

  @Test("Informational signals are noted before any gate, of unknown symbols too (S2-SIG-02)")
  func informational() throws {
    for type in [SignalType.confirmed, .cancelled] {
      #expect(gate.judge(try signal(type, .buy, "-1"), try context { $0.instrument = nil }) == .note)
    }
  }

  @Test("An exit never exceeds what is open and not closing (S2-SIG-08)")
  func exits() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      let held = Fixed(mantissa: Int128(random.below(5_000)) * 1_000_000_000)
      let closing = Fixed(mantissa: Int128(random.below(5_000)) * 1_000_000_000)
      let asked = Fixed(mantissa: Int128(random.below(8_000) + 1) * 700_000_000)
      var exit = try signal(.exit, .sell)
      exit.quantity = asked
      let verdict = gate.judge(
        exit,
        try context {
          $0.positionQuantity = held
          $0.closingQuantity = closing
        })
      guard case .order(let quantity, let reduceOnly, _) = verdict else { continue }
      #expect(reduceOnly && quantity.isPositive && quantity <= asked && quantity + closing <= held)
    }
  }
}
