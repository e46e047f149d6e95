import Desk
import Glibc
import Ingest
import Platform
import Primitives
import Trading

/// How long a signal takes until its order may leave: looked up, decided, on disk.
///
/// Signals come at a fixed rate whatever becomes of those before; each latency counts from the moment its
/// signal was due, so that a stall is counted for every signal that waited. As the service does, those that
/// wait together are decided in one step with one commit.
struct WireBench {
  private let directory: String
  private let count: Int
  private let rate: Int
  /// Whether the tables are kept up meanwhile, as they are in a service.
  private let isProjected: Bool

  init(_ options: Options) throws {
    directory = try options.operand("a directory that is not there yet")
    count = try options.whole("count", or: 10_000)
    rate = try options.whole("rate", or: 1_000)
    isProjected = options.text("projected") != "no"
  }

  func run() throws -> ResultLine {
    let book = try BuiltIn.instruments().book
    let journal = try BenchJournal(path: directory, book: book, isProjected: isProjected)
    defer { journal.stop() }
    var account = try BenchAccount("bench", book: book)
    try journal.append(account.begin(), of: account).settle()
    let signals = Inbox<Int64>(capacity: count)
    let producer = OwnThread.start(name: "signals") { [count, rate] in
      OwnThread.bePrompt()
      let start = MonotonicClock.nowNanoseconds()
      for number in 0..<count {
        let due = start + Int64(number) * Nanos.perSecond / Int64(rate)
        Self.wait(until: due)
        signals.post(due)
      }
      signals.close()
    }
    var latencies: [Int64] = []
    var steps = 0
    OwnThread.bePrompt()
    let section = try Section.measured {
      while case let waiting = signals.take(waitingUpTo: nil), !waiting.isEmpty {
        try decide(waiting, account: &account, journal: journal, into: &latencies)
        steps += 1
      }
      if isProjected { try journal.journal.flushProjection() }
    }
    producer.join()
    guard latencies.count == count else { throw BenchFault("\(latencies.count) of \(count) were decided") }
    var line = ResultLine()
    line.add("signals", count)
    line.add("rate", rate)
    line.add("steps", steps)
    line.add(nanoseconds: latencies)
    line.add(section)
    return line
  }

  private func decide(
    _ waiting: [Int64], account: inout BenchAccount, journal: BenchJournal, into latencies: inout [Int64]
  ) throws {
    var step = Step()
    for _ in waiting {
      account.move(into: &step)
      var input = SignalInput(
        signal: account.signal(), session: account.session.sessionID, at: account.now)
      input.prior = try journal.journal.priorIntent(
        account: account.session.account, session: account.session.sessionID,
        keys: input.keysToLookUp(at: account.now))
      _ = account.desk.receive(input, at: account.now, into: &step)
    }
    let submits = step.effects.count { if case .submit = $0 { true } else { false } }
    guard submits == waiting.count else {
      throw BenchFault("\(waiting.count) signals gave \(submits) orders: \(step.events)")
    }
    try journal.append(step.events, of: account).settle()
    let ready = MonotonicClock.nowNanoseconds()
    for due in waiting { latencies.append(ready - due) }
    var next = Step()
    account.release(step.effects, into: &next)
    // What was only learned goes on while the journal writes.
    _ = try journal.append(next.events, of: account, isAwaited: false)
  }

  private static func wait(until due: Int64) {
    var time = timespec(tv_sec: Int(due / Nanos.perSecond), tv_nsec: Int(due % Nanos.perSecond))
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, Int32(TIMER_ABSTIME), &time, nil) == EINTR {}
  }
}
