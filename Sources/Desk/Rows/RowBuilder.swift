public import Primitives
import Sync
public import Trading

/// Turns the journal's events into rows: what every store, `verify` and the read models share.
///
/// It folds the events into a state of its own, so that it can write an order's or a fill's row whole.
/// Pure: the same events give the same rows, whenever and wherever they are read. A session in dry-run
/// leaves no row at all, nor does a repeat of a signal (S3-INT-10).
public struct RowBuilder: Sendable {
  /// The fold of the events seen so far.
  public private(set) var state: AccountState
  let instruments: InstrumentBook
  /// Whether orders' rows wait for `releaseOrders`, so that of many changes one row is made.
  private let holdsOrders: Bool
  private var held: [(order: Order, context: RowContext)] = []
  private var heldPlaces: [OrderID: Int] = [:]
  private var session: SessionNames?
  private var order: OrderNames?

  /// A builder before the first event.
  ///
  /// - Parameter maxOrders: cap of the order table, as the desk's.
  public init(instruments: InstrumentBook, maxOrders: Int) {
    self.init(
      state: AccountState(instruments: instruments, maxOrders: maxOrders), instruments: instruments)
  }

  /// A builder that goes on after the events folded into a state.
  ///
  /// - Parameter holdsOrders: whether orders' rows come of `releaseOrders` only.
  public init(state: AccountState, instruments: InstrumentBook, holdsOrders: Bool = false) {
    self.state = state
    self.instruments = instruments
    self.holdsOrders = holdsOrders
  }

  /// Folds an event in and appends the rows it causes, one for a key.
  ///
  /// - Parameters:
  ///   - now: desk time of the event.
  ///   - seq: its number in the journal.
  ///   - recordedAt: wall time at which it was journaled.
  public mutating func rows(
    for event: Event, at now: Timestamp, seq: Int64, recordedAt: Timestamp, into rows: inout [Row]
  ) {
    // Taken out one by one: a copy of the state would make the fold copy its tables.
    var realisedBefore: Fixed = 0
    var replaced: Alert?
    switch event {
    case .sessionStarted: session = nil
    case .filled(let booking):
      realisedBefore = state.positions[booking.fill.instrument]?.realised ?? 0
    case .alert(let alert): replaced = state.alerts.firing(alert.type, symbol: alert.symbol)
    case .signalDecided, .order, .fundingBooked, .marked, .factRefused, .tapeEnded, .operatorCommanded: break
    }
    state.apply(event, at: now)
    guard let session = names(), session.session.mode != .dryRun else { return }
    let context = RowContext(session, at: now, seq: seq, recordedAt: recordedAt)
    switch event {
    case .sessionStarted, .fundingBooked, .factRefused, .tapeEnded: break
    case .signalDecided(let decision): append(decision, context, into: &rows)
    case .order(let id, let change):
      if let order = state.orders[id] {
        append(order, context, into: &rows)
        rows.append(row(of: change, order, context))
      }
    case .filled(let booking): append(booking, realisedBefore: realisedBefore, context, into: &rows)
    case .marked(let mark): append(mark, context, into: &rows)
    case .alert(let alert): append(alert, replacing: replaced, context, into: &rows)
    case .operatorCommanded(let record): rows.append(row(of: record, context))
    }
  }

  /// Appends the rows of the orders that changed since the last call: each as it stands after its last
  /// change, in the order of their first.
  public mutating func releaseOrders(into rows: inout [Row]) {
    for (order, context) in held { rows.append(row(of: order, names(order.id), context)) }
    held.removeAll(keepingCapacity: true)
    heldPlaces.removeAll(keepingCapacity: true)
  }

  /// The order's row as it stands now, or later. An id is one order's for good, so it goes for the row's key.
  mutating func append(_ order: Order, _ context: RowContext, into rows: inout [Row]) {
    guard holdsOrders else { return rows.append(row(of: order, names(order.id), context)) }
    if let place = heldPlaces[order.id] {
      held[place] = (order, context)
    } else {
      heldPlaces[order.id] = held.count
      held.append((order, context))
    }
  }

  // MARK: Names

  private mutating func names() -> SessionNames? {
    guard let current = state.session else { return nil }
    if let session { return session }
    session = SessionNames(current)
    return session
  }

  /// Most events of an order follow one another.
  mutating func names(_ id: OrderID) -> OrderNames {
    if let order, order.orderID == id { return order }
    let names = OrderNames(id)
    order = names
    return names
  }
}

/// What rows of one event have in common.
struct RowContext {
  let session: SessionNames
  let at: Timestamp
  let seq: Int64
  let recorded: RowValue

  init(_ session: SessionNames, at: Timestamp, seq: Int64, recordedAt: Timestamp) {
    (self.session, self.at, self.seq) = (session, at, seq)
    recorded = .of(recordedAt)
  }
}

/// A session on every row it caused.
struct SessionNames {
  let session: SessionStart
  let sessionID: RowValue
  let account: RowValue
  let mode: RowValue
  let currency: RowValue

  init(_ session: SessionStart) {
    self.session = session
    sessionID = .name(session.sessionID.text)
    account = .name(session.account.text)
    mode = .name(session.mode.rawValue)
    currency = .name(session.currency)
  }
}

/// An order on every row it caused.
struct OrderNames {
  let orderID: OrderID
  let id: RowValue
  let clientOrderID: RowValue
  let correlationID: RowValue

  init(_ orderID: OrderID) {
    self.orderID = orderID
    id = .name(orderID.description)
    clientOrderID = .name(orderID.clientOrderID)
    correlationID = .name(orderID.intentID.correlationID)
  }
}
