import Primitives
import Testing

@testable import Trading

/// A simulated exchange with short words for what tests do to it.
struct TestExchange {
  var exchange: SimulatedExchange
  var facts: [VenueFact] = []
  private var orderCount: UInt64 = 0

  init(
    _ instruments: [Instrument], profile: ExchangeProfile = .ideal, balance: Fixed = 10_000,
    leverage: Int = 10, seed: UInt64 = 1
  ) throws {
    exchange = SimulatedExchange(
      instruments: try #require(InstrumentBook(instruments)), currency: instruments[0].settle,
      profile: profile, startingBalance: balance, leverage: leverage, seed: seed)
  }

  /// Milliseconds since the start of the test.
  static func time(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_700_000_000_000_000_000 + milliseconds * Nanos.perMillisecond)
  }

  /// The facts since the last call.
  mutating func news() -> [VenueFact] {
    defer { facts = [] }
    return facts
  }

  mutating func tick(
    _ milliseconds: Int64, bid: String, ask: String, size: Fixed = 0, instrument: Int = 0
  ) {
    exchange.observe(
      MarketTick(
        instrument: instrument, at: Self.time(milliseconds), bid: decimal(bid), ask: decimal(ask),
        bidSize: size, askSize: size), into: &facts)
  }

  /// Submits a market order, or a limit order when a limit is given.
  @discardableResult
  mutating func submit(
    _ milliseconds: Int64, _ side: Side, _ quantity: String, limit: String? = nil,
    timeInForce: TimeInForce = .goodTillCancel, reduceOnly: Bool = false, instrument: Int = 0,
    id: OrderID? = nil
  ) -> OrderID {
    orderCount += 1
    let id = id ?? OrderID(digest: Digest128(high: 7, low: orderCount))
    let request = OrderRequest(
      orderID: id, instrument: instrument, side: side, type: limit == nil ? .market : .limit,
      timeInForce: timeInForce, quantity: decimal(quantity), limitPrice: limit.map { decimal($0) },
      reduceOnly: reduceOnly)
    exchange.receive(.submit(request), at: Self.time(milliseconds), into: &facts)
    return id
  }

  mutating func ask(_ milliseconds: Int64, _ request: VenueRequest) {
    exchange.receive(request, at: Self.time(milliseconds), into: &facts)
  }

  mutating func advance(_ milliseconds: Int64) {
    exchange.advance(to: Self.time(milliseconds), into: &facts)
  }
}

extension [VenueFact] {
  /// The executions among facts.
  var fills: [Fill] {
    compactMap { if case .fill(let fill) = $0 { fill } else { nil } }
  }

  /// Every fact in one word with its number, as a test compares them.
  var words: [String] {
    map { fact in
      switch fact {
      case .accepted: "accepted"
      case .rejected(_, let error): "rejected \(error.code)"
      case .notSent: "not sent"
      case .outcomeUnknown: "unknown"
      case .fill(let fill):
        "\(fill.kind == .order ? "fill" : "liquidation") \(fill.side) \(fill.quantity) @ \(fill.price)"
      case .cancelled(_, let reason): "cancelled \(reason.rawValue)"
      case .cancelRejected(_, let error): "cancel rejected \(error.code)"
      case .orderReport(let report):
        switch report.outcome {
        case .notFound: "order not found"
        case .found(let id, let status, let filled, let reason):
          "order \(id) \(status.rawValue) \(filled) \(reason)"
        }
      case .openOrders(let orders): "open \(orders.count)"
      case .fills(_, let fills): "fills \(fills.count)"
      case .positions(let positions):
        "positions \(positions.map { "\($0.quantity) @ \($0.entryPrice)" }.joined(separator: ", "))"
      case .balances(let wallet): "wallet \(wallet)"
      case .funding(let payment): "funding \(payment.amount) at \(payment.rate)"
      case .streamGap: "gap"
      }
    }
  }
}
