internal import Platform

/// Where the endpoint's questions to the tables are answered: a thread of its own with one read-only
/// connection, so that a slow question delays the next one and nothing else.
///
/// Answers come on that thread, or at once on the caller's when the question is refused.
public final class QueryThread: Sendable {
  /// Takes an answer, exactly once.
  public typealias Answer = @Sendable (Result<[QueryRows], QueryError>) -> Void

  /// Most questions that wait; the next is refused as `busy`.
  public static let inboxCapacity = 256
  /// A question not answered after this is given up, waiting included.
  public static let limitNanoseconds: Int64 = 5_000_000_000

  private struct Job: Sendable {
    let requests: [QueryRequest]
    let deadline: Int64
    let answer: Answer
  }

  private enum Stage: Sendable {
    case waiting
    case running(OwnThread)
    case stopped
  }

  private let path: String
  private let inbox: Inbox<Job>
  private let limitNanoseconds: Int64
  private let stage = Locked(Stage.waiting)

  /// A thread that does not run yet; until it does the answer is `notReady`.
  ///
  /// - Parameter path: the database. It need not exist yet: until it does the answer is `notReady`.
  public convenience init(path: String) {
    self.init(path: path, inboxCapacity: Self.inboxCapacity, limitNanoseconds: Self.limitNanoseconds)
  }

  init(path: String, inboxCapacity: Int, limitNanoseconds: Int64) {
    self.path = path
    self.limitNanoseconds = limitNanoseconds
    inbox = Inbox(capacity: inboxCapacity)
  }

  deinit { inbox.close() }

  /// Starts to answer. Only the first call does something.
  public func start() {
    stage.withLock { stage in
      guard case .waiting = stage else { return }
      let (path, inbox) = (path, inbox)
      stage = .running(OwnThread.start(name: "sx-query") { Self.work(path: path, inbox) })
    }
  }

  /// Answers what waits, then ends the thread. Later questions are refused.
  public func stop() {
    let before = stage.withLock { stage in
      defer { stage = .stopped }
      return stage
    }
    inbox.close()
    if case .running(let thread) = before { thread.join() }
  }

  /// Asks questions that are answered from one state of the tables, in their order.
  public func run(_ requests: [QueryRequest], answer: @escaping Answer) {
    let isWaiting = stage.withLock { if case .waiting = $0 { true } else { false } }
    if isWaiting { return answer(.failure(QueryError(.notReady, "the service is starting"))) }
    let deadline = MonotonicClock.nowNanoseconds() + limitNanoseconds
    if inbox.post(Job(requests: requests, deadline: deadline, answer: answer)) { return }
    let reason = inbox.isClosed ? "the service is stopping" : "\(inbox.capacity) questions wait"
    answer(.failure(QueryError(.busy, reason)))
  }

  private static func work(path: String, _ inbox: Inbox<Job>) {
    let reader: Result<QueryReader, QueryError>
    do throws(QueryError) {
      reader = .success(QueryReader(path: path, catalogue: try QueryCatalogue()))
    } catch {
      reader = .failure(error)
    }
    while true {
      let jobs = inbox.take(waitingUpTo: nil)
      if jobs.isEmpty { return }
      for job in jobs { job.answer(perform(job, reader)) }
    }
  }

  private static func perform(
    _ job: Job, _ reader: Result<QueryReader, QueryError>
  ) -> Result<[QueryRows], QueryError> {
    guard MonotonicClock.nowNanoseconds() < job.deadline else {
      return .failure(QueryError(.timedOut, "it waited too long for its turn"))
    }
    do throws(QueryError) {
      return .success(try reader.get().run(job.requests, deadline: job.deadline))
    } catch {
      return .failure(error)
    }
  }
}
