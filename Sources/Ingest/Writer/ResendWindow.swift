/// How far a store's word can be trusted: up to which event its rows survive a loss of power.
///
/// A store that acknowledges before its disk has the rows can lose the last of them with the machine. What
/// was acknowledged a grace period ago over the same connection is taken as safe; what is younger is sent
/// again after every new connection. A store that syncs at commit is safe at once.
struct ResendWindow {
  /// Acknowledgements remembered: the window is cut into at least so many steps.
  static let steps = 64

  /// Nanoseconds until an acknowledged row is taken as safe.
  let graceNanos: Int64
  /// Number of the newest event whose rows are acknowledged.
  private(set) var acknowledged: Int64
  /// Number of the newest event whose rows are safe.
  private(set) var safe: Int64

  private var pending: [(seq: Int64, at: Int64)] = []
  /// The last acknowledgement, which begins no step of its own.
  private var newest: (seq: Int64, at: Int64)?

  /// A window of a store that was left at these events.
  init(graceNanos: Int64, acknowledged: Int64, safe: Int64) {
    self.graceNanos = graceNanos
    self.acknowledged = acknowledged
    self.safe = min(safe, acknowledged)
  }

  /// Rows up to an event were acknowledged at a monotonic time.
  mutating func acknowledge(_ seq: Int64, at now: Int64, isDurable: Bool) {
    acknowledged = seq
    guard !isDurable else {
      safe = seq
      reconnected()
      return
    }
    newest = (seq, now)
    let isNewStep = pending.last.map { now - $0.at >= graceNanos / Int64(Self.steps) } ?? true
    if isNewStep { pending.append((seq, now)) }
    settle(at: now)
  }

  /// Lets time pass over a connection that lives: what is old enough becomes safe.
  mutating func settle(at now: Int64) {
    if let last = pending.lastIndex(where: { now - $0.at >= graceNanos }) {
      safe = max(safe, pending[last].seq)
      pending.removeSubrange(...last)
    }
    if let newest, now - newest.at >= graceNanos {
      safe = max(safe, newest.seq)
      self.newest = nil
    }
  }

  /// A new connection: the server may have restarted, so that time since an acknowledgement says nothing
  /// any more of what was not yet safe.
  mutating func reconnected() {
    pending.removeAll()
    newest = nil
  }

  /// The store is to be written again from after an event.
  mutating func rewind(to seq: Int64) {
    acknowledged = seq
    safe = min(safe, seq)
    reconnected()
  }
}
