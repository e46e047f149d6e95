public import Trading

/// Some events of a tape in their order, each with its row.
public struct TapeBlock: Sendable {
  /// Most events of a block: about 250 KB.
  public static let cap = 2_048

  /// The events.
  public private(set) var events: [MarketEvent] = []
  /// The data row of each.
  public private(set) var rows: [Int64] = []

  /// No event, and no room for one yet.
  public init() {}

  /// Whether it takes no more.
  var isFull: Bool { events.count == Self.cap }

  @inline(__always)
  mutating func append(_ event: MarketEvent, row: Int64) {
    events.append(event)
    rows.append(row)
  }

  /// Forgets its events and keeps the room.
  mutating func clear() {
    if events.capacity < Self.cap {
      events.reserveCapacity(Self.cap)
      rows.reserveCapacity(Self.cap)
    }
    events.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}
