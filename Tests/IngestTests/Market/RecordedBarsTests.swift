import Foundation
import Ingest
import Primitives
import TestSupport
import Testing
import Trading

@Suite("Bars of recorded tapes", .enabled(if: SharedData.isPresent, "needs the shared test data"))
struct RecordedBarsTests {
  static func reader(_ file: String) throws -> TapeReader {
    try TapeReader(
      path: SharedData.root.appendingPathComponent("data/market/trades/\(file)").path, instrument: 0)
  }

  /// Follows the crossing of two averages, as the peer that wrote the fills does.
  struct Crossing {
    private var fast = ExponentialMovingAverage(period: 10)
    private var slow = ExponentialMovingAverage(period: 20)
    private var wasAbove: Bool?
    /// Bar close in nanoseconds, side and price of each.
    private(set) var found: [String] = []

    mutating func update(_ bar: Candle) {
      fast.update(bar.close.double)
      slow.update(bar.close.double)
      guard let fast = fast.value, let slow = slow.value else { return }
      let isAbove = fast > slow
      if let wasAbove, wasAbove != isAbove {
        found.append("\(bar.closeAt.nanoseconds) \(isAbove ? "BUY" : "SELL") \(bar.close)")
      }
      wasAbove = isAbove
    }
  }

  @Test("a week of trades of a fund gives 6,719 minutes, and its averages cross where a peer's do")
  func week() throws {
    let reader = try Self.reader("equity_SPY_trades.csv.gz")
    var bars = TimeframeBars(
      lengthsNanos: [Nanos.perMinute, 5 * Nanos.perMinute, Nanos.perHour])
    var crossing = Crossing()
    var counts: [Int64: Int] = [:]
    while case .tick(let tick)? = try reader.next() {
      while let bar = bars.close(at: tick.at.adding(nanoseconds: -1)) {
        counts[bar.lengthNanos, default: 0] += 1
        if bar.lengthNanos == Nanos.perMinute { crossing.update(bar.candle) }
      }
      bars.add(tick)
    }
    // Monday 08:00 to Friday 23:59, the bars still running left out.
    #expect(
      counts == [Nanos.perMinute: 6_719, 5 * Nanos.perMinute: 1_343, Nanos.perHour: 111])
    let fills = try SharedData.lines("data/parity/v2_ema10x20_int1m_SPY_fills.csv").dropFirst().map {
      let fields = $0.split(separator: ",")
      return "\(fields[0]) \(fields[2]) \(try Fixed(parsing: String(fields[4])))"
    }
    #expect(fills.count == 223)
    #expect(crossing.found == fills)
  }

  /// A rule, how many bars it gives, the first and the last of them; from exact fractions.
  static let activity: [(BarRule, Int, String, String)] = [
    (
      .ticks(500), 42, "1723161256322000000 1723161268815000000 61800.3 61813.9 61800 61813.9 56.661",
      "1723161570227000000 1723161588743000000 61667.6 61671.4 61658 61660.6 27.927"
    ),
    (
      .volume(50), 47, "1723161256322000000 1723161265097000000 61800.3 61809.5 61800 61800.2 50.357",
      "1723161567263000000 1723161595393000000 61671.3 61671.4 61658 61662 50.258"
    ),
    (
      .notional(2_500_000), 57,
      "1723161256322000000 1723161263729000000 61800.3 61809.5 61800 61808 41.345",
      "1723161572418000000 1723161595890000000 61666.8 61671.4 61658 61668 40.629"
    ),
  ]

  @Test("ticks, volume and notional end bars of Bitcoin trades where a reckoning apart ends them")
  func activity() throws {
    for (rule, count, first, last) in Self.activity {
      let reader = try Self.reader("binance_usdm_BTCUSDT_trades.csv")
      var bars = BarStream(rule)
      var found: [String] = []
      while case .tick(let tick)? = try reader.next() {
        guard let bar = bars.add(tick) else { continue }
        found.append(
          "\(bar.openAt.nanoseconds) \(bar.closeAt.nanoseconds) \(bar.open) \(bar.high) \(bar.low) "
            + "\(bar.close) \(bar.volume)")
      }
      #expect(found.count == count, "\(rule)")
      #expect(found.first == first)
      #expect(found.last == last)
    }
  }
}
