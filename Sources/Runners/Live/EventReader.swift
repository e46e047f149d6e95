import Ingest
import Platform
import Primitives
import Query
import Trading

/// Reads the journal for whoever asks over the endpoint: a thread and a read-only connection of its own,
/// so that a long question holds up nobody but the next one.
final class EventReader: EventPort, Sendable {
  /// At most this many questions wait; the next is refused.
  static let inboxCapacity = 64
  /// A question not answered after this is given up, waiting included, nanoseconds.
  static let limitNanos: Int64 = 5 * Nanos.perSecond
  /// A page ends with the event that brings it to this many bytes.
  static let pageBytes = 1 << 20

  private struct Job: Sendable {
    let question: EventQuestion
    /// On the monotonic clock, nanoseconds.
    let deadline: Int64
    let answer: @Sendable (EventAnswer) -> Void
  }

  private let path: String
  private let encoder: StreamEncoder
  private let limitNanos: Int64
  private let inbox = Inbox<Job>(capacity: inboxCapacity)
  private let thread = Locked<OwnThread?>(nil)

  init(path: String, encoder: StreamEncoder, limitNanos: Int64 = limitNanos) {
    self.path = path
    self.encoder = encoder
    self.limitNanos = limitNanos
  }

  /// Starts to answer; what was asked before waits until then.
  func start() {
    let (path, encoder, inbox) = (path, encoder, inbox)
    let started = OwnThread.start(name: "sx-events") { Self.work(path, encoder, inbox) }
    thread.withLock { $0 = started }
  }

  /// Refuses what waits and what comes, and what is looked for now.
  func beginStop() { inbox.close() }

  /// Ends the thread.
  func stop() {
    beginStop()
    if let running = thread.withLock({ $0.take() }) {
      running.join()
    } else {
      for job in inbox.take(waitingUpTo: 0) { job.answer(Self.stopping) }
    }
  }

  func events(_ question: EventQuestion, answer: @escaping @Sendable (EventAnswer) -> Void) {
    let deadline = MonotonicClock.nowNanoseconds() + limitNanos
    if inbox.post(Job(question: question, deadline: deadline, answer: answer)) { return }
    answer(inbox.isClosed ? Self.stopping : .busy)
  }

  private static var stopping: EventAnswer { .unavailable("the service is stopping") }

  private static func work(_ path: String, _ encoder: StreamEncoder, _ inbox: Inbox<Job>) {
    var reader: JournalReader?
    while true {
      let jobs = inbox.take(waitingUpTo: nil)
      if jobs.isEmpty { return }
      for job in jobs { job.answer(answer(job, path, encoder, &reader) { inbox.isClosed }) }
    }
  }

  private static func answer(
    _ job: Job, _ path: String, _ encoder: StreamEncoder, _ reader: inout JournalReader?,
    isStopping: @escaping () -> Bool
  ) -> EventAnswer {
    do throws(JournalError) {
      let isOver = { isStopping() || MonotonicClock.nowNanoseconds() >= job.deadline }
      if isOver() { return isStopping() ? stopping : .timedOut }
      let open: JournalReader
      if let reader { open = reader } else { open = try JournalReader(path: path, instruments: encoder.book) }
      reader = open
      return .page(try page(job.question, open, encoder, isOver: isOver))
    } catch {
      if isStopping() { return stopping }
      if error.code == .timedOut { return .timedOut }
      // The next question has a connection of its own.
      reader = nil
      return .unavailable("\(error)")
    }
  }

  private static func page(
    _ question: EventQuestion, _ reader: JournalReader, _ encoder: StreamEncoder, isOver: () -> Bool
  ) throws(JournalError) -> EventPage {
    var events: [[UInt8]] = []
    var bytes = 0
    let isWanted = { (type: String, session: String, account: String) in
      (question.type ?? type) == type && (question.session ?? session) == session
        && (question.account ?? account) == account
    }
    let last = try reader.look(
      after: question.after, limit: question.limit, isOver: isOver, isWanted: isWanted
    ) { journaled in
      let event = encoder.encode(journaled)
      bytes += event.count
      events.append(event)
      return bytes < pageBytes
    }
    return EventPage(
      events: events, nextAfter: last, newest: try reader.lastSeq(), cut: try reader.cut()?.seq ?? 0)
  }
}
