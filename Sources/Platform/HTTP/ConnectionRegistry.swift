internal import Synchronization

/// Which connections are open, and by when each must have sent the rest of its request.
///
/// The library's own time-out starts anew with every byte, so a client that sends one byte a second
/// would stay for ever; the watchdog cuts it here.
final class ConnectionRegistry: Sendable {
  /// One open connection.
  final class Record: Sendable {
    let descriptor: Int32
    /// On the monotonic clock; `Int64.max` while it is our turn.
    let deadline: Atomic<Int64>

    init(descriptor: Int32, deadline: Int64) {
      self.descriptor = descriptor
      self.deadline = Atomic(deadline)
    }
  }

  private let records = Locked<[ObjectIdentifier: Record]>([:])

  var count: Int { records.withLock { $0.count } }

  func add(_ record: Record) {
    records.withLock { $0[ObjectIdentifier(record)] = record }
  }

  /// Called before the library closes the descriptor.
  func remove(_ record: Record) {
    records.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(record)) }
  }

  /// Cuts every connection whose deadline is over.
  func cutOverdue(at now: Int64) {
    records.withLock { records in
      // Under the lock, so no descriptor here has been closed and given to someone else.
      for record in records.values where record.deadline.load(ordering: .relaxed) <= now {
        record.deadline.store(.max, ordering: .relaxed)
        SocketShutdown.both(record.descriptor)
      }
    }
  }
}
