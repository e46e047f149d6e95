import Primitives
import Query
import Trading

/// Signals taken in and not yet decided.
struct WaitingSignals {
  typealias Waiting = (note: SignalNote, answer: @Sendable (SignalAnswer) -> Void)

  private var signals: [(left: Int64, waiting: Waiting)] = []

  var isEmpty: Bool { signals.isEmpty }

  /// - Parameter left: when its sender left it, on the monotonic clock, nanoseconds.
  mutating func add(
    _ note: SignalNote, leftAt left: Int64, _ answer: @escaping @Sendable (SignalAnswer) -> Void
  ) {
    signals.append((left, (note, answer)))
  }

  /// All of them, to be decided now. One whose sender was told meanwhile that no answer came is refused: who
  /// wants it still sends it again.
  ///
  /// - Parameters:
  ///   - now: on the monotonic clock, nanoseconds.
  ///   - limit: how long senders wait, nanoseconds.
  mutating func take(at now: Int64, answeredWithin limit: Int64) -> [Waiting] {
    defer { signals.removeAll() }
    return signals.map { left, waiting in
      let age = now - left
      guard age >= limit, waiting.note.refusal == nil else { return waiting }
      var expired = waiting
      expired.note.refusal = Rejection(
        code: "SIGNAL_EXPIRED",
        message: "it waited \(age / Nanos.perSecond) s for its turn; its sender was told that no answer came")
      return expired
    }
  }
}
