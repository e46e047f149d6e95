import Desk
import Primitives
import Trading

/// A model of an exchange: it executes what the desk asks and refuses what no exchange allows.
///
/// It answers only what the test tells it to: fills come when a test asks for one. What it refuses is
/// kept, so that a test can hold that the desk asked for nothing illegal.
struct ModelVenue {
  /// How a submit is answered.
  enum Answer {
    case accept
    case reject(code: String)
    case notSent
    /// The answer is lost; the order is on the exchange.
    case unknownButPlaced
    /// Answer and order are lost.
    case unknownAndLost
    /// On the exchange, and nothing is said.
    case silence
  }

  struct Placed {
    let request: OrderRequest
    let exchangeID: ExchangeOrderID
    var filled: Fixed = 0
    var status: OrderStatus = .submitted
    var isOpen: Bool { !status.isTerminal }
  }

  private(set) var placed: [OrderID: Placed] = [:]
  private(set) var placedOrder: [OrderID] = []
  /// Submits and cancels it was asked for, each by order.
  private(set) var submits: [OrderID: Int] = [:]
  private(set) var cancels: [OrderID: Int] = [:]
  /// What it refused as illegal, in words.
  private(set) var refusals: [String] = []
  /// Orders it was told to refuse.
  private var refused: Set<OrderID> = []
  private(set) var fills: [Fill] = []
  private(set) var net: [InstrumentIndex: Fixed] = [:]
  /// Answers of the next submits; accepting when empty.
  var answers: [Answer] = []
  /// True: cancels of open orders are refused.
  var refusesCancels = false
  private var tradeCount: Int

  /// An exchange nothing was ever sent to; its trades are numbered from the next on.
  init(tradesFrom tradeCount: Int = 0) { self.tradeCount = tradeCount }

  var totalSubmits: Int { submits.values.reduce(0, +) }
  /// What the exchange's own log proves after a restart: it keeps what it refused, too.
  var memory: VenueMemory {
    VenueMemory(submitted: refused.union(placed.keys), cancelled: Set(cancels.keys))
  }

  /// Executes a request; the facts are its answer.
  mutating func execute(_ request: VenueRequest) -> [VenueFact] {
    switch request {
    case .submit(let order): submit(order)
    case .cancel(let id, _): cancel(id)
    case .queryOrder(let id, let instrument): [.orderReport(report(id, instrument))]
    case .queryOpenOrders:
      [
        .openOrders(
          placedOrder.compactMap { id in
            placed[id].flatMap { $0.isOpen ? report(id, $0.request.instrument) : nil }
          })
      ]
    case .queryFills(let since): [.fills(since: since, fills.filter { $0.at >= since })]
    case .queryPositions: [.positions(positions)]
    case .queryBalances: [.balances(wallet: 0)]
    }
  }

  var positions: [PositionReport] {
    net.keys.sorted().compactMap { instrument in
      guard let quantity = net[instrument], !quantity.isZero else { return nil }
      return PositionReport(
        instrument: instrument, quantity: quantity, entryPrice: 1, liquidationPrice: nil)
    }
  }

  private mutating func submit(_ order: OrderRequest) -> [VenueFact] {
    let id = order.orderID
    submits[id, default: 0] += 1
    if placed[id] != nil {
      refusals.append("a second submit of \(id.clientOrderID)")
      return [.rejected(id, VenueError(code: "DUPLICATE_ORDER_ID", message: "known"))]
    }
    let answer = answers.isEmpty ? .accept : answers.removeFirst()
    switch answer {
    case .accept: return [.accepted(id, place(order))]
    case .reject(let code):
      refused.insert(id)
      return [.rejected(id, VenueError(code: code, message: "no"))]
    case .notSent: return [.notSent(id, reason: "connection refused")]
    case .unknownButPlaced:
      _ = place(order)
      return [.outcomeUnknown(id, reason: "timeout")]
    case .unknownAndLost: return [.outcomeUnknown(id, reason: "timeout")]
    case .silence:
      _ = place(order)
      return []
    }
  }

  private mutating func place(_ order: OrderRequest) -> ExchangeOrderID {
    let exchangeID = ExchangeOrderID("paper-\(placedOrder.count + 1)")
    placed[order.orderID] = Placed(request: order, exchangeID: exchangeID)
    placedOrder.append(order.orderID)
    return exchangeID
  }

  private mutating func cancel(_ id: OrderID) -> [VenueFact] {
    cancels[id, default: 0] += 1
    guard let order = placed[id] else {
      refusals.append("a cancel of the unknown order \(id.clientOrderID)")
      return [.cancelRejected(id, VenueError(code: "UNKNOWN_ORDER", message: "no such order"))]
    }
    guard order.isOpen, !refusesCancels else {
      return [.cancelRejected(id, VenueError(code: "CANCEL_REFUSED", message: order.status.rawValue))]
    }
    placed[id]?.status = .cancelled
    return [.cancelled(id, .requested)]
  }

  func report(_ id: OrderID, _ instrument: InstrumentIndex) -> OrderReport {
    guard let order = placed[id] else {
      return OrderReport(orderID: id, instrument: instrument, outcome: .notFound)
    }
    return OrderReport(
      orderID: id, instrument: order.request.instrument,
      outcome: .found(
        exchangeOrderID: order.exchangeID, status: order.status, filledQuantity: order.filled,
        reason: CancelReason.requested.rawValue))
  }

  /// Executes some of an order, whatever its state; the fact is for the test to deliver.
  mutating func fill(
    _ id: OrderID, _ quantity: Fixed, at price: Fixed, fee: Fixed = 0, time: Timestamp
  ) -> Fill? {
    guard var order = placed[id] else { return nil }
    let fill = execution(
      order: id, exchangeID: order.exchangeID, instrument: order.request.instrument,
      side: order.request.side, quantity, at: price, fee: fee, kind: .order, time: time)
    order.filled += quantity
    if order.isOpen { order.status = order.filled < order.request.quantity ? .partiallyFilled : .filled }
    placed[id] = order
    return fill
  }

  /// Closes some of a position by force.
  mutating func force(
    _ instrument: InstrumentIndex, _ side: Side, _ quantity: Fixed, at price: Fixed,
    kind: FillKind = .liquidation, time: Timestamp
  ) -> Fill {
    execution(
      order: nil, exchangeID: ExchangeOrderID("paper-forced"), instrument: instrument, side: side,
      quantity, at: price, fee: 0, kind: kind, time: time)
  }

  private mutating func execution(
    order: OrderID?, exchangeID: ExchangeOrderID, instrument: InstrumentIndex, side: Side,
    _ quantity: Fixed, at price: Fixed, fee: Fixed, kind: FillKind, time: Timestamp
  ) -> Fill {
    tradeCount += 1
    let fill = Fill(
      tradeID: TradeID("t\(tradeCount)"), orderID: order, exchangeOrderID: exchangeID,
      instrument: instrument, side: side, quantity: quantity, price: price, fee: fee, feeAsset: "USDT",
      liquidity: .taker, kind: kind, at: time)
    fills.append(fill)
    net[instrument, default: 0] += side == .buy ? quantity : -quantity
    return fill
  }
}
