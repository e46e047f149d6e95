import Desk
import Ingest
import Platform
import Primitives
import Query
import Synchronization
import Trading

/// One account, live: one thread owns its floor, everyone else leaves it a note.
///
/// Notes that wait together are decided together: one step, one commit. Past `noteCap` waiting notes a
/// new one is refused at once.
final class LiveAccount: CommandPort, Sendable {
  /// At most this many notes wait.
  static let noteCap = 4_096

  /// What can be asked of the account's thread.
  enum Note: Sendable {
    /// With the moment it was left, on the monotonic clock, nanoseconds.
    case signal(SignalNote, leftAt: Int64, answer: @Sendable (SignalAnswer) -> Void)
    case operate(OperatorCommand, answer: @Sendable (OperatorReply) -> Void)
  }

  /// Where the account stands, for readiness.
  enum Phase: Sendable, Equatable {
    case recovering(String)
    case catchingUp
    case running
    case failed(String)
    case stopped
  }

  let name: AccountID
  let board = AccountBoard()
  let notes = Inbox<Note>(capacity: noteCap)
  let terms = TermsSlot()
  private let journal: JournalHolder
  /// When its thread last came round, monotonic nanoseconds; 0 before.
  let roundAt = Atomic<Int64>(0)
  private let currentPhase = Locked<Phase>(.recovering("starting"))
  private let currentHold = Locked<String?>(nil)
  private let waitingStops = Atomic<Int>(0)

  init(_ name: AccountID, journal: JournalHolder) {
    self.name = name
    self.journal = journal
  }

  /// Where the account stands.
  var phase: Phase {
    get { currentPhase.withLock { $0 } }
    set { currentPhase.withLock { $0 = newValue } }
  }

  /// Why its thread stands still on purpose, for people; nil: it does not.
  var hold: String? {
    get { currentHold.withLock { $0 } }
    set { currentHold.withLock { $0 = newValue } }
  }

  /// True while a command that forbids entries waits to be heard.
  var isStopWaiting: Bool { waitingStops.load(ordering: .acquiring) > 0 }

  /// A command left before was heard.
  func heard(_ command: OperatorCommand) {
    if command.action.stopsEntries { waitingStops.subtract(1, ordering: .acquiringAndReleasing) }
  }

  func submit(
    _ signal: Signal, clientKey: String?, answer: @escaping @Sendable (SignalAnswer) -> Void
  ) {
    leave(SignalNote(signal: signal, clientKey: clientKey, refusal: nil), answer: answer)
  }

  func record(
    _ signal: Signal, refusedBecause rejection: Rejection,
    answer: @escaping @Sendable (SignalAnswer) -> Void
  ) {
    leave(SignalNote(signal: signal, clientKey: nil, refusal: rejection), answer: answer)
  }

  private func leave(_ note: SignalNote, answer: @escaping @Sendable (SignalAnswer) -> Void) {
    if let reason = refusal { return answer(.unavailable(reason)) }
    let note = Note.signal(note, leftAt: MonotonicClock.nowNanoseconds(), answer: answer)
    if !notes.post(note) {
      answer(.unavailable(notes.isClosed ? "stopping" : "\(Self.noteCap) requests are waiting"))
    }
  }

  func cancel(
    _ order: OrderID, actor: String, reason: String,
    answer: @escaping @Sendable (CancelAnswer) -> Void
  ) {
    leave(OperatorCommand(.cancel(order), actor: actor, reason: reason)) { reply in
      switch reply {
      case .unavailable(let reason): answer(.unavailable(reason))
      case .done(let receipt, let order?):
        answer(receipt.record.refusal == nil ? .requested(order) : .ended(order))
      case .done(_, nil): answer(.unknown)
      }
    }
  }

  func operate(
    _ command: OperatorCommand, answer: @escaping @Sendable (OperatorAnswer) -> Void
  ) {
    leave(command) { reply in
      switch reply {
      case .unavailable(let reason): answer(.unavailable(reason))
      case .done(let receipt, _): answer(.done(receipt))
      }
    }
  }

  /// Taken while the market catches up too: stopping does not wait for prices.
  private func leave(
    _ command: OperatorCommand, answer: @escaping @Sendable (OperatorReply) -> Void
  ) {
    if let reason = hold ?? (phase == .catchingUp ? nil : refusal) { return answer(.unavailable(reason)) }
    if command.action.stopsEntries { waitingStops.add(1, ordering: .acquiringAndReleasing) }
    if !notes.post(.operate(command, answer: answer)) {
      heard(command)
      answer(.unavailable(notes.isClosed ? "stopping" : "\(Self.noteCap) requests are waiting"))
    }
  }

  /// Nobody waits for an account that will not answer.
  func refuseWaiting(_ reason: String) {
    refuse(notes.take(waitingUpTo: 0)[...], reason)
  }

  /// Answers notes that were taken and will not be decided.
  func refuse(_ notes: ArraySlice<Note>, _ reason: String) {
    for note in notes {
      switch note {
      case .signal(_, _, let answer): answer(.unavailable(reason))
      case .operate(let command, let answer):
        heard(command)
        answer(.unavailable(reason))
      }
    }
  }

  private var refusal: String? {
    if let hold { return hold }
    return switch phase {
    case .running: journal.current?.health.state == .waitingForRoom ? "the disk is full" : nil
    case .recovering(let what): "recovering: \(what)"
    case .catchingUp: "the market is catching up"
    case .failed(let reason): reason
    case .stopped: "stopping"
    }
  }
}

extension OperatorAction {
  /// True for those after which no entry may leave.
  fileprivate var stopsEntries: Bool {
    switch self {
    case .halt, .drain, .pauseEntries: true
    case .resume, .cancel, .cancelAll, .closePosition, .flatten, .acknowledgeAlert: false
    }
  }
}

/// What the account's thread says to a command: beside the receipt the order it was about.
enum OperatorReply: Sendable {
  case done(OperatorReceipt, Order?)
  case unavailable(String)
}
