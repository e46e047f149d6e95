import Platform
import Trading

/// Many backtests over the same tapes, on several threads; the tapes are in memory once.
public struct Sweep: Sendable {
  /// What all runs have in common.
  public var backtest: Backtest
  /// What they differ in.
  public var plan: SweepPlan

  /// Memberwise.
  public init(_ backtest: Backtest, plan: SweepPlan) {
    self.backtest = backtest
    self.plan = plan
  }

  /// What the threads share.
  private struct Work {
    var next = 0
    var reports: [BacktestReport?]
    var failure: (any Error)?
  }

  /// Runs all; `progress` hears of the runs done. The reports stand in the order of the plan, whatever the
  /// number of threads.
  ///
  /// - Throws: what stopped the first run that failed.
  public func run(
    over tapes: [LoadedMarket], threads: Int, progress: (Int) -> Void
  ) throws -> [BacktestReport] {
    let count = plan.runs.count
    let threads = max(1, min(threads, count))
    let work = Locked(Work(reports: Array(repeating: nil, count: count)))
    let shared = SharedWork(work)
    let ended = Inbox<Bool>(capacity: count + threads)
    let workers = (0..<threads).map { number in
      OwnThread.start(name: "sweep-\(number)") {
        while let index = shared.take() {
          shared.put(index) { try self.run(index, over: tapes) }
          ended.post(true)
        }
        ended.post(false)
      }
    }
    var done = 0
    var working = threads
    while working > 0 {
      for isRun in ended.take(waitingUpTo: nil) {
        if isRun { done += 1 } else { working -= 1 }
      }
      progress(done)
    }
    for worker in workers { worker.join() }
    return try shared.reports()
  }

  private func run(_ index: Int, over tapes: [LoadedMarket]) throws -> BacktestReport {
    var backtest = backtest
    backtest.directory = nil
    backtest.settings.strategyTerms = StrategyTerms(
      kind: backtest.strategy, settings: plan.settings(plan.runs[index]))
    return try backtest.run(over: tapes)
  }

  /// The list of work and its results, for threads.
  private final class SharedWork: Sendable {
    private let work: Locked<Work>

    init(_ work: consuming Locked<Work>) { self.work = work }

    /// The next run to do; nil when there is none or one has failed.
    func take() -> Int? {
      work.withLock { work in
        guard work.failure == nil, work.next < work.reports.count else { return nil }
        defer { work.next += 1 }
        return work.next
      }
    }

    /// Does a run and keeps what came of it.
    func put(_ index: Int, _ run: () throws -> BacktestReport) {
      do {
        let report = try run()
        work.withLock { $0.reports[index] = report }
      } catch {
        let text = MarketFailure(description: "\(error)")
        work.withLock { if $0.failure == nil { $0.failure = text } }
      }
    }

    func reports() throws -> [BacktestReport] {
      try work.withLock { work in
        if let failure = work.failure { throw failure }
        return work.reports.compactMap { $0 }
      }
    }
  }
}
