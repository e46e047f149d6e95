import Desk
import Ingest
import Trading

/// What the simulated exchange was asked in a session, in order, read as it is needed.
struct PaperHistory: ~Copyable {
  /// Requests given out so far.
  private(set) var count = 0
  private var cursor: PaperCursor
  private var ahead: PaperRequest?
  /// What the log proves of the working orders.
  private(set) var memory = VenueMemory(submitted: [], cancelled: [])
  private let working: Set<OrderID>

  init(_ cursor: consuming PaperCursor, of working: [Order]) {
    self.cursor = cursor
    self.working = Set(working.map(\.id))
  }

  /// The next request of a row no later than this one; nil when that is all.
  mutating func next(throughRow row: Int64) throws -> PaperRequest? {
    if ahead == nil { ahead = try cursor.next() }
    guard let request = ahead, request.tapeRow <= row else { return nil }
    ahead = nil
    count += 1
    switch request.request {
    case .submit(let order):
      if working.contains(order.orderID) { memory.submitted.insert(order.orderID) }
    case .cancel(let id, _):
      if working.contains(id) { memory.cancelled.insert(id) }
    case .queryOrder, .queryOpenOrders, .queryFills, .queryPositions, .queryBalances: break
    }
    return request
  }
}
