import Platform
import Primitives
import Runners
import Synchronization

/// The same tape under many settings: 20 fast periods by 10 slow ones, each a backtest of its own.
struct SweepBench {
  /// Fast periods, bars.
  static let fast = Array(5...24)
  /// Slow periods, bars.
  static let slow = Array(stride(from: 30, through: 75, by: 5))

  private let threads: Int
  private let runs: [Backtest]

  init(_ options: Options) throws {
    threads = try options.whole("threads", or: 1)
    let most = try options.whole("count", or: Self.fast.count * Self.slow.count)
    let all = try Self.slow.flatMap { slow in
      try Self.fast.map { try TapeBench.backtest(options, beside: ["fast=\($0)", "slow=\(slow)"]) }
    }
    runs = Array(all.prefix(most))
  }

  func run() throws -> ResultLine {
    guard let tapes = try runs.first?.load() else { throw BenchFault("nothing to run") }
    let next = Atomic<Int>(0)
    let done = Locked<(orders: Int64, equities: [Int: Fixed], failure: String?)>((0, [:], nil))
    let section = Section.measured {
      let running = (0..<threads).map { number in
        OwnThread.start(name: "sweep-\(number)") {
          while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            guard place < runs.count else { return }
            do {
              let report = try runs[place].run(over: tapes)
              done.withLock { done in
                done.orders += report.orders
                done.equities[place] = report.finalEquity
              }
            } catch { return done.withLock { $0.failure = "\(error)" } }
          }
        }
      }
      for thread in running { thread.join() }
    }
    let found = done.withLock { $0 }
    if let failure = found.failure { throw BenchFault(failure) }
    var line = ResultLine()
    line.add("runs", runs.count)
    line.add("threads", threads)
    line.add("events", runs.count * Int(tapes.reduce(0) { $0 + $1.count }))
    line.add("orders", Int(found.orders))
    line.add("best_equity", found.equities.values.max()?.description ?? "")
    line.add(section)
    return line
  }
}
