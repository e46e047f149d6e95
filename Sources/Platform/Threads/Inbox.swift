/// A bounded queue between threads: any number post, one takes everything at once.
///
/// Taking swaps the whole batch, so a busy consumer pays one lock for many items, and a sleeping one is
/// woken once. At the cap `post` refuses: the sender decides what a full queue means (wait, answer 503,
/// count a drop), never this type.
public final class Inbox<Element: Sendable>: Sendable {
  /// Most elements that wait at one time.
  public let capacity: Int

  private struct State {
    var items: [Element] = []
    var isClosed = false
    var waiting = 0
  }

  private let state = Locked(State())
  private let gate = WakeGate()

  /// An open, empty inbox. A capacity below 1 is a bug of the caller.
  public init(capacity: Int) {
    precondition(capacity > 0, "an inbox holds at least one element")
    self.capacity = capacity
  }

  /// How many elements wait now.
  public var count: Int { state.withLock { $0.items.count } }

  /// True after `close()`; elements posted before may still wait to be taken.
  public var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Adds an element behind all others. False, and nothing added, at the cap or after `close()`.
  @discardableResult
  public func post(_ element: Element) -> Bool {
    let (accepted, wake) = state.withLock { state -> (Bool, Bool) in
      guard !state.isClosed, state.items.count < capacity else { return (false, false) }
      state.items.append(element)
      return (true, state.waiting > 0)
    }
    if wake { gate.signal() }
    return accepted
  }

  /// All waiting elements in the order they were posted.
  ///
  /// - Parameter nanoseconds: how long to wait for the first one; `nil` waits without limit, 0 only
  ///   looks. An empty answer means the time is over, or the inbox is closed and drained.
  public func take(waitingUpTo nanoseconds: Int64?) -> [Element] {
    let start = MonotonicClock.nowNanoseconds()
    while true {
      let (batch, isClosed) = state.withLock { state -> ([Element], Bool) in
        if state.items.isEmpty, !state.isClosed { state.waiting += 1 }
        var batch: [Element] = []
        swap(&batch, &state.items)
        return (batch, state.isClosed)
      }
      if !batch.isEmpty || isClosed {
        // Several takers: the news of the closing is passed on from one to the next.
        if isClosed { gate.signal() }
        return batch
      }
      let remaining = nanoseconds.map { $0 - (MonotonicClock.nowNanoseconds() - start) }
      gate.wait(upTo: remaining)
      let isOver = state.withLock { state in
        state.waiting -= 1
        return state.items.isEmpty && !state.isClosed
      }
      if isOver, let nanoseconds, MonotonicClock.nowNanoseconds() - start >= nanoseconds { return [] }
    }
  }

  /// Refuses every later `post` and wakes whoever waits. What was posted before can still be taken.
  public func close() {
    state.withLock { $0.isClosed = true }
    gate.signal()
  }
}
