import Desk
import Primitives
import Query
import Trading

/// What can be asked of an account's thread.
enum AccountNote: Sendable {
  case signal(SignalNote, answer: @Sendable (SignalAnswer) -> Void)
  case operate(OperatorCommand, answer: @Sendable (OperatorReply) -> Void)

  /// Answers without a decision.
  func refuse(_ why: NoDecision) {
    switch self {
    case .signal(_, let answer): answer(.unavailable(why))
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
