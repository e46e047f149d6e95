public import Desk

/// The writer's way of sending rows, without journal or cursor: for measuring, and for filling tables.
public final class StoreSender {
  private let connection: PostgresConnection
  private var encoder: RowEncoder
  private var transaction = WireTransaction()
  private let depth: Int
  /// As many rows as take every statement of a table once: sent first, they have all of them prepared.
  public let preparingRows: Int

  /// A sender over a connection to a server whose tables are there.
  public init(_ connection: PostgresConnection, kind: StoreKind, depth: Int = 2) {
    self.connection = connection
    self.depth = depth
    encoder = RowEncoder(kind: kind)
    preparingRows = RowEncoder.sizes(kind).reduce(0, +)
  }

  /// Sends rows of different keys in one transaction; waits while `depth` of them are on their way.
  public func send(_ rows: [Row]) throws(PostgresError) {
    while connection.inFlight >= depth { try connection.receive() }
    try encoder.send(rows, over: connection, by: &transaction)
  }

  /// Waits until everything sent is stored.
  public func finish() throws(PostgresError) {
    while connection.inFlight > 0 { try connection.receive() }
  }
}
