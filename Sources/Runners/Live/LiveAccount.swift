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

  /// Where the account stands, for readiness.
  enum Phase: Sendable, Equatable {
    case recovering(String)
    case catchingUp
    case running
    case failed(String)
    case stopped

    /// Every name there is.
    static let names = ["recovering", "catching_up", "running", "failed", "stopped"]

    /// As metrics have it.
    var name: String {
      switch self {
      case .recovering: "recovering"
      case .catchingUp: "catching_up"
      case .running: "running"
      case .failed: "failed"
      case .stopped: "stopped"
      }
    }
  }

  let name: AccountID
  let board = AccountBoard()
  let notes = Inbox<AccountNote>(capacity: noteCap)
  let terms = TermsSlot()
  private let journal: JournalHolder
  /// When its thread last came round, monotonic nanoseconds; 0 before.
  let roundAt = Atomic<Int64>(0)
  /// Refused commands that were answered and not journaled, since the start.
  let countedRefusals = Atomic<Int64>(0)
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

  /// A note that was left waits no more.
  func heard(_ note: AccountNote) {
    if note.stopsEntries { waitingStops.subtract(1, ordering: .acquiringAndReleasing) }
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
    if let why = refusal { return answer(.unavailable(why)) }
    let note = AccountNote.signal(note, leftAt: MonotonicClock.nowNanoseconds(), answer: answer)
    if !notes.post(note) { answer(.unavailable(untaken)) }
  }

  func cancel(
    _ order: OrderID, actor: String, reason: String,
    answer: @escaping @Sendable (CancelAnswer) -> Void
  ) {
    leave(OperatorCommand(.cancel(order), actor: actor, reason: reason)) { reply in
      switch reply {
      case .unavailable(let why): answer(.unavailable(why))
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
      case .unavailable(let why): answer(.unavailable(why))
      case .done(let receipt, _): answer(.done(receipt))
      }
    }
  }

  /// Taken while the market catches up too: stopping does not wait for prices.
  private func leave(
    _ command: OperatorCommand, answer: @escaping @Sendable (OperatorReply) -> Void
  ) {
    if phase != .catchingUp || hold != nil, let why = refusal { return answer(.unavailable(why)) }
    let note = AccountNote.operate(command, answer: answer)
    if note.stopsEntries { waitingStops.add(1, ordering: .acquiringAndReleasing) }
    if !notes.post(note) { refuse([note], untaken) }
  }

  /// Takes nothing more, for this reason; whoever waits is told, and whoever comes.
  func fail(_ reason: String) {
    phase = .failed(reason)
    end(.stopped(reason))
  }

  /// Takes nothing more: the service is being stopped.
  func stop() {
    phase = .stopped
    end(.notNow(Self.stoppingWord))
  }

  private func end(_ why: NoDecision) {
    // Closed first: nobody can come between those who are told and the end.
    notes.close()
    refuse(notes.take(waitingUpTo: 0), why)
  }

  /// Answers notes that will not be decided.
  func refuse(_ notes: some Sequence<AccountNote>, _ why: NoDecision) {
    for note in notes {
      heard(note)
      note.refuse(why)
    }
  }

  var failure: String? {
    if case .failed(let reason) = phase { reason } else { nil }
  }

  private static let stoppingWord = "stopping"

  private var refusal: NoDecision? {
    if let hold { return .notNow(hold) }
    return switch phase {
    case .running: journal.current?.health.state == .waitingForRoom ? .notNow("the disk is full") : nil
    case .recovering(let what): .notNow("recovering: \(what)")
    case .catchingUp: .notNow("the market is catching up")
    case .failed(let reason): .stopped(reason)
    case .stopped: .notNow(Self.stoppingWord)
    }
  }

  /// Why a note was not taken in.
  private var untaken: NoDecision {
    if let failure { return .stopped(failure) }
    return .notNow(notes.isClosed ? Self.stoppingWord : "\(Self.noteCap) requests are waiting")
  }
}
