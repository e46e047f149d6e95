public import Primitives

/// A whole exchange for one cross-margined account with netted positions, as a value.
///
/// Deterministic: the same seed, requests, ticks and times give the same facts. It reads no clock; time
/// comes with every call and never runs backwards (an earlier time counts as the latest seen). Queries
/// draw their delays from a stream of their own, so that the account's fate depends on submits, cancels
/// and ticks alone and can be rebuilt from them.
///
/// The wallet is the deposit plus realised profit net of fees plus funding; a spot purchase is kept as
/// a position at cost, fully margined. The mark price is the mid. Caps: 1,000 working orders; unless told
/// otherwise 10,000 ended orders and 10,000 fills kept for queries; 4,096 requests and 65,536 answers on
/// their way.
public struct SimulatedExchange: Sendable {
  /// Working orders it takes at most.
  public static let workingOrderCap = 1_000
  /// Ended orders, and fills, it remembers at most unless told otherwise.
  public static let memoryCap = 10_000
  /// Requests on their way at most; beyond it a submit answers `notSent`, a cancel `cancelRejected`,
  /// a query nothing.
  public static let requestCap = 4_096
  /// Answers on their way at most; beyond it the oldest arrives early.
  public static let answerCap = 65_536

  /// What can be traded.
  public let instruments: InstrumentBook
  /// Settlement currency of the account; instruments of another are refused.
  public let currency: String
  /// How it behaves.
  public let profile: ExchangeProfile
  /// Leverage of the account, capped by each instrument's tiers.
  public let leverage: Int
  /// Wallet balance, settlement currency.
  public internal(set) var wallet: Fixed {
    didSet { areBandsDrawn = false }
  }
  /// What the insurance fund paid so that no loss left the wallet negative, settlement currency.
  public internal(set) var insurancePaid: Fixed = 0
  /// The latest time seen.
  public internal(set) var now = Timestamp.distantPast

  let seed: UInt64
  var changes: SeededGenerator
  var queries: SeededGenerator
  var books: [SimulatedBook]
  var ledger: [Position]
  var risks: [PositionRisk]
  var total = PositionRisk()
  /// Whether a mark moved since `risks` were reckoned: what reads them refreshes them first.
  var areRisksStale = false
  /// By instrument, of positions that are open, while they are drawn.
  var bands: [SafeBand]
  var areBandsDrawn = false
  /// Open positions that pay funding and can be liquidated.
  @usableFromInline var marginedCount = 0
  /// Instrument of every working order, in order of acceptance.
  var places = OrderedTable<OrderID, InstrumentIndex>()
  var ended = OrderedTable<OrderID, EndedOrder>()
  var recentFills: RingBuffer<Fill>
  @usableFromInline var arrivals = MinHeap<Arrival>()
  /// The account's fate on its way to us.
  @usableFromInline var outbox = Outbox()
  /// Answers to queries on their way to us: apart, so that asking never delays what happened.
  @usableFromInline var answers = Outbox()
  var lastChangeAt = Timestamp.distantPast
  var lastArrivalAt = Timestamp.distantPast
  /// When the next unfilled market order expires; `distantFuture`: none.
  @usableFromInline var nextExpiryAt = Timestamp.distantFuture
  /// When funding falls due next; `distantFuture` before the first time seen and without funding.
  @usableFromInline var nextFundingAt = Timestamp.distantFuture
  private var requestCount: UInt64 = 0
  var orderCount: UInt64 = 0
  var tradeCount: UInt64 = 0
  var forcedCount: UInt64 = 0
  var fundingCount: UInt64 = 0

  /// An exchange with an account that holds nothing but its starting balance, settlement currency.
  ///
  /// - Parameter memory: how many ended orders, and how many fills, are remembered at most.
  public init(
    instruments: InstrumentBook, currency: String, profile: ExchangeProfile, startingBalance: Fixed,
    leverage: Int, seed: UInt64, memory: Int = Self.memoryCap
  ) {
    recentFills = RingBuffer(capacity: memory)
    self.instruments = instruments
    self.currency = currency
    self.profile = profile
    self.leverage = max(leverage, 1)
    self.seed = seed
    wallet = startingBalance
    var root = SeededGenerator(seed: seed)
    changes = root.split()
    queries = root.split()
    books = Array(repeating: SimulatedBook(), count: instruments.count)
    ledger = (0..<instruments.count).map { Position(instrument: $0) }
    risks = Array(repeating: PositionRisk(), count: instruments.count)
    bands = Array(repeating: .none, count: instruments.count)
  }

  /// The account's position in an instrument as the exchange holds it.
  public func position(_ instrument: InstrumentIndex) -> Position { ledger[instrument] }

  /// When to call `advance` next, were no tick to come; nil: never.
  @inlinable public var nextDue: Timestamp? {
    // Not a call: the exchange would be copied for it.
    @inline(__always)
    get {
      var due = min(nextExpiryAt, marginedCount > 0 ? nextFundingAt : .distantFuture)
      if let arrival = arrivals.first { due = min(due, arrival.at) }
      due = min(due, outbox.nextAt, answers.nextAt)
      return due == .distantFuture ? nil : due
    }
  }

  /// Takes a request that leaves us now. Submits and cancels reach the exchange in the order they left;
  /// a query arrives after all requests before it.
  public mutating func receive(
    _ request: VenueRequest, at time: Timestamp, into facts: inout [VenueFact]
  ) {
    advance(to: time, into: &facts)
    guard arrivals.count < Self.requestCap else {
      refuseOverload(request, into: &facts)
      return
    }
    let arrivesAt: Timestamp
    if request.changesExchange {
      arrivesAt = max(now.adding(nanoseconds: profile.requestLatency.draw(&changes)), lastChangeAt)
      lastChangeAt = arrivesAt
    } else {
      arrivesAt = max(now.adding(nanoseconds: profile.requestLatency.draw(&queries)), lastArrivalAt)
    }
    lastArrivalAt = max(lastArrivalAt, arrivesAt)
    guard arrivesAt <= now else {
      requestCount += 1
      arrivals.insert(Arrival(at: arrivesAt, sequence: requestCount, request: request))
      return
    }
    // It is there at once, and nothing that is due comes before it.
    arrive(request, into: &facts)
    settleAccount(into: &facts)
    advance(to: now, into: &facts)
  }

  /// Lets time pass: what arrives, expires or falls due until then happens in order of time, against
  /// the book of the last tick; answers whose time has come are appended.
  ///
  /// Cost: a few comparisons while nothing is due.
  @inline(__always)
  public mutating func advance(to time: Timestamp, into facts: inout [VenueFact]) {
    if isQuiet(until: max(time, now)) { now = max(time, now) } else { proceed(to: time, into: &facts) }
  }

  /// Whether nothing happens and nothing reaches us until a time, itself included. Before the first time
  /// seen there is the funding to set.
  @inline(__always)
  func isQuiet(until time: Timestamp) -> Bool {
    guard time < nextExpiryAt, time < nextFundingAt, time < outbox.nextAt, time < answers.nextAt
    else { return false }
    if let arrival = arrivals.first { return time < arrival.at }
    return now != .distantPast
  }

  private mutating func proceed(to time: Timestamp, into facts: inout [VenueFact]) {
    if time > now {
      if nextFundingAt == .distantFuture { scheduleFunding(after: time) }
      while let due = nextEvent(until: time) {
        now = max(now, due)
        happen(at: due, into: &facts)
      }
      now = time
    } else {
      while let due = nextEvent(until: now) { happen(at: due, into: &facts) }
    }
    deliver(into: &facts)
  }

  /// The earliest arrival, expiry or funding no later than a time.
  private func nextEvent(until time: Timestamp) -> Timestamp? {
    var due = min(nextExpiryAt, nextFundingAt)
    if let arrival = arrivals.first { due = min(due, arrival.at) }
    return due <= time && due != .distantFuture ? due : nil
  }

  /// Does one thing that is due: funding first, then expiry, then an arrival.
  private mutating func happen(at due: Timestamp, into facts: inout [VenueFact]) {
    if nextFundingAt <= due {
      payFunding(into: &facts)
    } else if nextExpiryAt <= due {
      expireOrders(until: due, into: &facts)
    } else if let arrival = arrivals.popFirst() {
      arrive(arrival.request, into: &facts)
    }
    settleAccount(into: &facts)
  }

  /// A request has arrived.
  private mutating func arrive(_ request: VenueRequest, into facts: inout [VenueFact]) {
    switch request {
    case .submit(let order): place(order, into: &facts)
    case .cancel(let id, _): cancel(id, into: &facts)
    case .queryOrder, .queryOpenOrders, .queryFills, .queryPositions, .queryBalances:
      answer(request, into: &facts)
    }
  }
}
