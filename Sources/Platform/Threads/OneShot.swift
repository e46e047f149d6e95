/// A box that is filled once and read by whoever waits: one answer from another thread.
public final class OneShot<Value: Sendable>: Sendable {
  private let value = Locked<Value?>(nil)
  private let gate = WakeGate()

  /// An empty box.
  public init() {}

  /// Puts the answer in. False, and nothing changed, when there is one already.
  @discardableResult
  public func fulfil(_ answer: Value) -> Bool {
    let isFirst = value.withLock { value in
      guard value == nil else { return false }
      value = answer
      return true
    }
    if isFirst { gate.signal() }
    return isFirst
  }

  /// The answer if it is there now.
  public var current: Value? { value.withLock { $0 } }

  /// The answer, waiting for it at most so long (`nil`: without limit). `nil` when the time is over.
  public func wait(upTo nanoseconds: Int64?) -> Value? {
    let start = MonotonicClock.nowNanoseconds()
    while true {
      if let answer = current {
        // Several waiters: the wake is passed on from one to the next.
        gate.signal()
        return answer
      }
      let remaining = nanoseconds.map { $0 - (MonotonicClock.nowNanoseconds() - start) }
      if let remaining, remaining <= 0 { return nil }
      gate.wait(upTo: remaining)
    }
  }
}
