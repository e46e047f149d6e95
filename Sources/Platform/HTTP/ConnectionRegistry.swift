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
    /// The network it counts to; nil when it counts to none.
    let share: String?

    init(descriptor: Int32, deadline: Int64, share: String? = nil) {
      self.descriptor = descriptor
      self.deadline = Atomic(deadline)
      self.share = share
    }
  }

  private struct State: Sendable {
    var records: [ObjectIdentifier: Record] = [:]
    /// How many each network has; none is kept with 0.
    var shares: [String: Int] = [:]
  }

  private let state = Locked(State())

  var count: Int { state.withLock { $0.records.count } }

  /// Whether a network may have one connection more: it has its share, and some stay free for this machine.
  func hasRoom(for share: String?, _ limits: HTTPServerLimits) -> Bool {
    guard let share else { return true }
    return state.withLock { state in
      state.records.count < limits.connections - limits.connectionsKept
        && state.shares[share, default: 0] < limits.connectionsPerNetwork
    }
  }

  func add(_ record: Record) {
    state.withLock { state in
      state.records[ObjectIdentifier(record)] = record
      if let share = record.share { state.shares[share, default: 0] += 1 }
    }
  }

  /// Called before the library closes the descriptor.
  func remove(_ record: Record) {
    state.withLock { state in
      guard state.records.removeValue(forKey: ObjectIdentifier(record)) != nil, let share = record.share
      else { return }
      let left = state.shares[share, default: 1] - 1
      state.shares[share] = left > 0 ? left : nil
    }
  }

  /// Cuts every connection whose deadline is over.
  func cutOverdue(at now: Int64) {
    state.withLock { state in
      // Under the lock, so no descriptor here has been closed and given to someone else.
      for record in state.records.values where record.deadline.load(ordering: .relaxed) <= now {
        record.deadline.store(.max, ordering: .relaxed)
        SocketShutdown.both(record.descriptor)
      }
    }
  }
}
