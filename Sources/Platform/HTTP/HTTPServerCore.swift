internal import Synchronization

/// What the server's callbacks and its watchdog share.
final class HTTPServerCore: Sendable {
  let router: HTTPRouter
  let limits: HTTPServerLimits
  let gate: any HTTPGate
  let registry = ConnectionRegistry()
  let requestsServed = Atomic<Int>(0)
  let tally: HTTPTally
  let isStopping = Atomic<Bool>(false)

  /// Requests whose head is complete and which the library has not done with.
  private let activeCount = Atomic<Int>(0)
  private let idle = WakeGate()
  private let stopped = WakeGate()

  private struct Waiting: Sendable {
    var exchange: HTTPExchange
    var deadline: Int64
  }

  private let waiting = Locked<[ObjectIdentifier: Waiting]>([:])
  private let streams = Locked<[ObjectIdentifier: SSEStream]>([:])

  init(router: HTTPRouter, limits: HTTPServerLimits, gate: any HTTPGate) {
    self.router = router
    self.gate = gate
    self.limits = limits
    tally = HTTPTally(router)
  }

  var waitingCount: Int { waiting.withLock { $0.count } }
  var streamCount: Int { streams.withLock { $0.count } }

  // MARK: The server's thread

  func requestBegan() {
    activeCount.add(1, ordering: .sequentiallyConsistent)
  }

  /// The library has done with a request, sent or broken.
  func requestEnded(_ exchange: HTTPExchange, hadHead: Bool) {
    exchange.finish()
    waiting.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(exchange)) }
    requestsServed.add(1, ordering: .relaxed)
    guard hadHead else { return }
    let left = activeCount.subtract(1, ordering: .sequentiallyConsistent).newValue
    if left == 0, isStopping.load(ordering: .sequentiallyConsistent) { idle.signal() }
  }

  /// Notes a request that another thread will answer, before its connection is suspended.
  func beginWaiting(_ exchange: HTTPExchange) {
    let deadline = MonotonicClock.nowNanoseconds() + limits.answerNanoseconds
    waiting.withLock { $0[ObjectIdentifier(exchange)] = Waiting(exchange: exchange, deadline: deadline) }
    // Noted first, looked second: either `beginStopping` sees the request or it is answered here.
    if isStopping.load(ordering: .sequentiallyConsistent) { _ = exchange.answer(.response(Self.stopping)) }
  }

  func streamBegan(_ stream: SSEStream) {
    streams.withLock { $0[ObjectIdentifier(stream)] = stream }
    if isStopping.load(ordering: .sequentiallyConsistent) { stream.close() }
  }

  func streamEnded(_ stream: SSEStream) {
    streams.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(stream)) }
  }

  // MARK: Stopping

  static let stopping = HTTPResponse.problem(
    status: 503, detail: "The service is stopping.", code: "stopping"
  ).adding("Connection", "close")

  /// Ends all streams and answers all that wait. Safe to call again.
  func beginStopping() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    for stream in streams.withLock({ Array($0.values) }) { stream.close() }
    for entry in waiting.withLock({ Array($0.values) }) {
      _ = entry.exchange.answer(.response(Self.stopping))
    }
    stopped.signal()
  }

  func waitUntilIdle(upTo nanoseconds: Int64) {
    let end = MonotonicClock.nowNanoseconds() + nanoseconds
    while activeCount.load(ordering: .sequentiallyConsistent) > 0 {
      let left = end - MonotonicClock.nowNanoseconds()
      if left <= 0 { return }
      idle.wait(upTo: left)
    }
  }

  // MARK: The watchdog

  func runWatchdog() {
    var nextHeartbeat = MonotonicClock.nowNanoseconds() + limits.heartbeatNanoseconds
    while !isStopping.load(ordering: .sequentiallyConsistent) {
      stopped.wait(upTo: limits.watchdogNanoseconds)
      let now = MonotonicClock.nowNanoseconds()
      registry.cutOverdue(at: now)
      answerOverdue(at: now)
      let open = streams.withLock { Array($0.values) }
      for stream in open { stream.cutIfOverflowed(before: now - limits.watchdogNanoseconds) }
      if now >= nextHeartbeat {
        nextHeartbeat = now + limits.heartbeatNanoseconds
        for stream in open { stream.sendHeartbeat() }
      }
    }
  }

  private func answerOverdue(at now: Int64) {
    let overdue = waiting.withLock { $0.values.filter { $0.deadline <= now } }
    guard !overdue.isEmpty else { return }
    let response = HTTPResponse.problem(
      status: 504, detail: "No answer came in time; whether the request took effect is not known.",
      code: "answer_timeout")
    for entry in overdue { _ = entry.exchange.answer(.response(response)) }
  }
}
