import Desk
import Primitives
import Query
import Trading

/// What can be asked of an account's thread.
enum AccountNote: Sendable {
  /// With the moment it was left, on the monotonic clock, nanoseconds.
  case signal(SignalNote, leftAt: Int64, answer: @Sendable (SignalAnswer) -> Void)
  case operate(OperatorCommand, answer: @Sendable (OperatorReply) -> Void)

  /// Answers without a decision.
  func refuse(_ why: NoDecision) {
    switch self {
    case .signal(_, _, let answer): answer(.unavailable(why))
    case .operate(_, let answer): answer(.unavailable(why))
    }
  }

  var isSignal: Bool {
    switch self {
    case .signal: true
    case .operate: false
    }
  }
}

extension AccountNote {
  /// True for commands after which no entry may leave.
  var stopsEntries: Bool {
    guard case .operate(let command, _) = self else { return false }
    return switch command.action {
    case .halt, .drain, .pauseEntries: true
    case .resume, .cancel, .cancelAll, .closePosition, .flatten, .acknowledgeAlert: false
    }
  }
}

extension SignalNote {
  /// The note once its turn has come. One whose sender was told meanwhile that no answer came is refused: who
  /// wants it still sends it again.
  ///
  /// - Parameters:
  ///   - age: how long it waited, nanoseconds.
  ///   - limit: how long senders wait, nanoseconds.
  func afterWaiting(_ age: Int64, answeredWithin limit: Int64) -> SignalNote {
    guard age >= limit, refusal == nil else { return self }
    var expired = self
    expired.refusal = Rejection(
      code: "SIGNAL_EXPIRED",
      message: "it waited \(age / Nanos.perSecond) s for its turn; its sender was told that no answer came")
    return expired
  }
}

/// What the account's thread says to a command: beside the receipt the order it was about.
enum OperatorReply: Sendable {
  case done(OperatorReceipt, Order?)
  case unavailable(NoDecision)
}

/// Notes that are decided as one: signals that wait together, or one command.
struct NoteGroups: Sequence, IteratorProtocol {
  /// Notes not given out yet.
  private(set) var rest: ArraySlice<AccountNote>

  init(_ notes: [AccountNote]) { rest = notes[...] }

  mutating func next() -> ArraySlice<AccountNote>? {
    guard !rest.isEmpty else { return nil }
    let signals = rest.prefix(while: \.isSignal)
    let group = signals.isEmpty ? rest.prefix(1) : signals
    rest = rest[group.endIndex...]
    return group
  }
}
