import Desk
import Ingest
import Platform
import Primitives
import Trading

/// How many steps a second the journal takes from many producers, each waiting until its own is on disk
/// before the next: one intent with everything that happened to its order.
struct AppendBench {
  private let directory: String
  private let count: Int
  private let producers: Int
  private let isProjected: Bool

  init(_ options: Options) throws {
    directory = try options.operand("a directory that is not there yet")
    count = try options.whole("count", or: 20_000)
    producers = try options.whole("producers", or: 64)
    isProjected = options.text("projected") == "yes"
  }

  func run() throws -> ResultLine {
    let book = try BuiltIn.instruments().book
    let journal = try BenchJournal(path: directory, book: book, isProjected: isProjected)
    defer { journal.stop() }
    var work: [(account: BenchAccount, steps: [[Event]])] = []
    for number in 0..<producers {
      var account = try BenchAccount("bench\(number)", book: book)
      try journal.append(account.begin(), of: account).settle()
      work.append((account, try Self.steps(count / producers, of: &account)))
    }
    let failure = Locked<String?>(nil)
    let section = try Section.measured {
      let running = work.map { account, steps in
        OwnThread.start(name: "producer") {
          do {
            for events in steps { try journal.append(events, of: account).settle() }
          } catch { failure.withLock { $0 = "\(error)" } }
        }
      }
      for thread in running { thread.join() }
      if isProjected { try journal.journal.flushProjection() }
    }
    if let failure = failure.withLock({ $0 }) { throw BenchFault(failure) }
    var line = ResultLine()
    line.add("appends", work.reduce(0) { $0 + $1.steps.count })
    line.add("events", work.reduce(0) { sum, work in sum + work.steps.reduce(0) { $0 + $1.count } })
    line.add("producers", producers)
    line.add("projected", isProjected ? 1 : 0)
    line.add(section)
    return line
  }

  /// So many intents, each with its whole life.
  private static func steps(_ count: Int, of account: inout BenchAccount) throws -> [[Event]] {
    var steps: [[Event]] = []
    for _ in 0..<count {
      var step = Step()
      account.move(into: &step)
      let input = SignalInput(
        signal: account.signal(), session: account.session.sessionID, at: account.now)
      _ = account.desk.receive(input, at: account.now, into: &step)
      guard step.effects.contains(where: \.changesExchange) else {
        throw BenchFault("a signal gave no order: \(step.events)")
      }
      let effects = step.effects
      account.release(effects, into: &step)
      steps.append(step.events)
    }
    return steps
  }
}
