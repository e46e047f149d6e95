import Desk
import Ingest
import Platform

/// How long the desk takes from a signal that comes in to the effect that goes out, nothing else.
///
/// Each latency has one reading of the clock in it, which is measured and said beside.
struct DecisionBench {
  private let count: Int

  init(_ options: Options) throws { count = try options.whole("count", or: 100_000) }

  func run() throws -> ResultLine {
    var account = try BenchAccount("bench", book: try BuiltIn.instruments().book)
    _ = account.begin()
    var latencies: [Int64] = []
    latencies.reserveCapacity(count)
    var step = Step()
    var next = Step()
    for _ in 0..<count {
      account.move(into: &next)
      next.clear()
      let signal = account.signal()
      let began = MonotonicClock.nowNanoseconds()
      let input = SignalInput(
        signal: signal, session: account.session.sessionID, by: account.desk.settings.compression,
        at: account.now)
      _ = account.desk.receive(input, at: account.now, into: &step)
      latencies.append(MonotonicClock.nowNanoseconds() - began)
      guard step.effects.count == 1 else { throw BenchFault("a signal gave no order: \(step.events)") }
      account.release(step.effects, into: &next)
      step.clear()
      next.clear()
    }
    var line = ResultLine()
    line.add("signals", count)
    line.add(nanoseconds: latencies)
    line.add("clock_ns", Int(Self.clockNanos()))
    return line
  }

  /// What one reading of the clock takes, nanoseconds.
  private static func clockNanos() -> Int64 {
    let began = MonotonicClock.nowNanoseconds()
    for _ in 0..<999 { _ = MonotonicClock.nowNanoseconds() }
    return (MonotonicClock.nowNanoseconds() - began) / 1_000
  }
}
