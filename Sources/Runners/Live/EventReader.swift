import Ingest
import Platform
import Query
import Trading

/// Reads the journal for whoever asks over the endpoint: a thread and a read-only connection of its own,
/// so that a long question holds up nobody but the next one.
final class EventReader: EventPort, Sendable {
  /// At most this many questions wait; the next is refused.
  static let inboxCapacity = 64

  private struct Job: Sendable {
    let question: EventQuestion
    let answer: @Sendable (EventAnswer) -> Void
  }

  private let path: String
  private let encoder: StreamEncoder
  private let inbox = Inbox<Job>(capacity: inboxCapacity)
  private let thread = Locked<OwnThread?>(nil)

  init(path: String, encoder: StreamEncoder) {
    self.path = path
    self.encoder = encoder
  }

  /// Starts to answer; what was asked before waits until then.
  func start() {
    let (path, encoder, inbox) = (path, encoder, inbox)
    let started = OwnThread.start(name: "sx-events") { Self.work(path, encoder, inbox) }
    thread.withLock { $0 = started }
  }

  /// Answers what waits, then ends the thread.
  func stop() {
    inbox.close()
    if let running = thread.withLock({ $0.take() }) {
      running.join()
    } else {
      for job in inbox.take(waitingUpTo: 0) { job.answer(.unavailable("the service is stopping")) }
    }
  }

  func events(_ question: EventQuestion, answer: @escaping @Sendable (EventAnswer) -> Void) {
    if inbox.post(Job(question: question, answer: answer)) { return }
    answer(
      .unavailable(
        inbox.isClosed ? "the service is stopping" : "\(Self.inboxCapacity) questions wait"))
  }

  private static func work(_ path: String, _ encoder: StreamEncoder, _ inbox: Inbox<Job>) {
    var reader: JournalReader?
    while true {
      let jobs = inbox.take(waitingUpTo: nil)
      if jobs.isEmpty { return }
      for job in jobs {
        do {
          let open = try reader ?? JournalReader(path: path, instruments: encoder.book)
          reader = open
          job.answer(.page(try page(job.question, open, encoder)))
        } catch { job.answer(.unavailable("\(error)")) }
      }
    }
  }

  private static func page(
    _ question: EventQuestion, _ reader: JournalReader, _ encoder: StreamEncoder
  ) throws -> EventPage {
    let looked = try reader.events(after: question.after, limit: question.limit)
    let newest = try reader.lastSeq()
    let cut = try reader.cut()?.seq ?? 0
    let wanted = looked.filter {
      (question.type == nil || $0.type == question.type)
        && (question.session == nil || $0.session.text == question.session)
        && (question.account == nil || $0.account.text == question.account)
    }
    return EventPage(
      events: wanted.map { encoder.encode($0) },
      nextAfter: looked.last?.seq ?? question.after, newest: newest, cut: cut)
  }
}
