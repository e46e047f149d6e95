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

  private let file: String
  private let symbol: String?
  private let strategy: String
  private let threads: Int
  private let pairs: [ServiceSettings]

  init(_ options: Options) throws {
    file = try options.operand("the file of a tape")
    symbol = options.text("symbol")
    strategy = options.text("strategy") ?? "ema-cross"
    threads = try options.whole("threads", or: 1)
    let most = try options.whole("count", or: Self.fast.count * Self.slow.count)
    let all = try Self.slow.flatMap { slow in
      try Self.fast.map { try TapeBench.settings(options, fast: $0, slow: slow) }
    }
    pairs = Array(all.prefix(most))
  }

  func run() throws -> ResultLine {
    let market = try TapeBench.load(file: file, symbol: symbol)
    let next = Atomic<Int>(0)
    let done = Locked<(orders: Int64, equities: [Int: Fixed], failure: String?)>((0, [:], nil))
    let section = Section.measured {
      let running = (0..<threads).map { number in
        OwnThread.start(name: "sweep-\(number)") {
          while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            guard place < pairs.count else { return }
            let backtest = Backtest(
              file: file, symbol: symbol, strategy: strategy, settings: pairs[place])
            do {
              let report = try backtest.run(over: [market])
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
    line.add("runs", pairs.count)
    line.add("threads", threads)
    line.add("events", pairs.count * Int(market.count))
    line.add("orders", Int(found.orders))
    line.add("best_equity", found.equities.values.max()?.description ?? "")
    line.add(section)
    return line
  }
}
