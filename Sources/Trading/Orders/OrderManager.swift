public import Primitives

/// The life of every order: which it tracks, and what each venue fact makes of one.
///
/// Decides on facts without changing anything; changes only in `insert` and `apply`, so that replaying
/// the journal gives the same table. At most `cap` orders are held, the last tenth of them exits: ends
/// are forgotten an hour after they came, or oldest first when room is needed; a working order is never
/// forgotten (S2-ORD-04, -15).
public struct OrderManager: Sendable {
  /// What a venue fact means for an order.
  public enum Verdict: Hashable, Sendable {
    /// It changes the order so.
    case event(OrderEvent)
    /// Known already: nothing to do.
    case known
    /// No order of that id is tracked.
    case untracked
    /// The table of an order's life does not allow it.
    case illegal(String)
  }

  /// At most this many orders, working or ended (S2-ORD-04).
  public let cap: Int
  /// How long an ended order is kept (S2-ORD-15).
  public static let keptAfterEndNanos: Int64 = 60 * Nanos.perMinute

  private var table: OrderedTable<OrderID, Order>
  private var workingIDs: [OrderID] = []

  /// An empty table.
  public init(cap: Int) {
    precondition(cap > 0, "an order table holds at least one order")
    self.cap = cap
    table = OrderedTable()
  }

  /// Restores a table: orders oldest first.
  public init(cap: Int, orders: [Order]) {
    self.init(cap: cap)
    for order in orders {
      table[order.id] = order
      if !order.status.isTerminal { workingIDs.append(order.id) }
    }
  }

  /// Orders that have not ended, oldest first.
  public var working: [Order] { workingIDs.compactMap { self[$0] } }
  /// Looks at each order that has not ended, oldest first, without making a list of them.
  public func forEachWorking(_ look: (Order) -> Void) {
    for id in workingIDs { if let order = self[id] { look(order) } }
  }
  /// Whether an entry order of an instrument is working.
  public func hasWorkingEntry(_ instrument: InstrumentIndex) -> Bool {
    workingIDs.contains { id in
      self[id].map { $0.instrument == instrument && !$0.reduceOnly } ?? false
    }
  }
  /// How many have not ended.
  public var workingCount: Int { workingIDs.count }
  /// Number of orders held.
  public var count: Int { table.count }
  /// An order by id; nil when not held.
  public subscript(id: OrderID) -> Order? { table.value(forKey: id) }
  /// Every order held, oldest first.
  public var orders: [Order] { table.map(\.value) }
  /// True while an exit has a place: working orders alone fill the table. `limit` may make it smaller.
  public func hasRoom(within limit: Int) -> Bool { workingCount < min(cap, limit) }
  /// The same with the table's own cap.
  public var hasRoom: Bool { workingCount < cap }
  /// True while an entry has a place: the last tenth is kept for exits, which entries must not lock in.
  public func hasRoomForEntry(within limit: Int) -> Bool {
    let places = min(cap, limit)
    return workingCount < places - places / 10
  }

  /// Takes in a new order, making room by forgetting ends. The gate refuses orders beyond the cap; the
  /// journal of a run with a larger cap may still hold more working ones, and none of them is forgotten.
  public mutating func insert(_ order: Order) {
    forgetEnded(before: order.createdAt.adding(nanoseconds: -Self.keptAfterEndNanos))
    if table.count >= cap { _ = table.removeFirst { _, held in held.status.isTerminal } }
    table[order.id] = order
    if !order.status.isTerminal { workingIDs.append(order.id) }
  }

  /// Forgets orders that ended before a time. They stand at the head: an old working order shields
  /// those behind it until room is needed.
  public mutating func forgetEnded(before time: Timestamp) {
    while table.removeOldest(if: { $1.status.isTerminal && $1.updatedAt < time }) {}
  }

  /// Folds an event into an order.
  public mutating func apply(_ event: OrderEvent, to id: OrderID, at now: Timestamp) {
    change(id) { $0.apply(event, at: now) }
  }

  /// Folds a fill into its order.
  public mutating func apply(_ fill: Fill, to id: OrderID, at now: Timestamp) {
    change(id) { $0.apply(fill, at: now) }
  }

  @inline(__always)
  private mutating func change(_ id: OrderID, _ change: (inout Order.Content) -> Void) {
    let hasEnded = table.modify(id) { order in
      let wasWorking = !order.status.isTerminal
      Order.advance(&order, by: change)
      return wasWorking && order.status.isTerminal
    }
    if hasEnded == true { noteEnd(of: id) }
  }

  private mutating func noteEnd(of id: OrderID) {
    if workingIDs.last == id { workingIDs.removeLast() } else { workingIDs.removeAll { $0 == id } }
  }
}
