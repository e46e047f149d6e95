import Desk
import Foundation
import Ingest
import Primitives
import Sync
import TestSupport
import Testing
import Trading

@testable import Runners

/// Fills of another engine, to the last digit: the same rule over the same tape, with no latency, the fill on
/// the event that decided, caps that refuse nothing, and money in the currency's own decimals.
///
/// Over the first rows of the tapes, for the time a test may take; `proofs/parity` takes all of them.
@Suite(
  "Parity with another engine",
  .enabled(if: SharedData.isPresent, "needs data/parity of SEXTANT_SHARED"))
struct ParityTests {
  /// What is compared of a fill.
  private struct Line: Equatable, CustomStringConvertible {
    let at: Int64
    let side: String
    let quantity: Fixed
    let price: Fixed
    let commission: Fixed

    var description: String { "\(at) \(side) \(quantity) at \(price), \(commission)" }
  }

  private struct Outcome {
    var fills: [Line] = []
    /// Time of the last row played, nanoseconds.
    var lastAt: Int64 = 0
    var balance: Fixed = 0
    var openCost: Fixed = 0
  }

  /// One of the runs that were recorded.
  struct Recorded: Sendable, CustomStringConvertible {
    let tape: String
    let fills: String
    let quantity: Fixed
    let decimals: Int
    /// Rows of the tape that are played, and the least number of fills in them.
    let rows: Int64
    let count: Int

    var description: String { fills }
  }

  static let recorded = [
    Recorded(
      tape: "data/market/trades/equity_SPY_trades.csv.gz", fills: "v2_ema10x20_int1m_SPY_fills.csv",
      quantity: 1, decimals: 2, rows: 400_000, count: 40),
    Recorded(
      tape: "data/market/candles/binance_spot_BTCUSDT_1m_2024.csv.gz",
      fills: "v2_ema10x20_BTC1m_fills.csv.gz", quantity: Fixed(mantissa: Fixed.unit / 100), decimals: 8,
      rows: 60_000, count: 2_000),
  ]

  @Test("Every fill has the time, side, quantity, price and commission recorded", arguments: recorded)
  func fills(_ recorded: Recorded) throws {
    let outcome = try run(recorded)
    let expected = try read(recorded.fills).filter { $0.at <= outcome.lastAt }
    #expect(expected.count >= recorded.count)
    #expect(outcome.fills.count == expected.count)
    let differences = zip(outcome.fills, expected).filter { $0 != $1 }
    #expect(differences.isEmpty, "\(differences.count) differ, first ours \(differences.prefix(3))")
    // What was paid and received, and what is still held at its own cost: the balance of the account.
    let cash = expected.reduce(Fixed.zero) { sum, fill in
      let value = fill.quantity.multiplied(by: fill.price, rounding: .halfEven)
      return sum + (fill.side == "BUY" ? -value : value) - fill.commission
    }
    #expect(outcome.balance == 1_000_000 + cash + outcome.openCost)
  }

  private func run(_ recorded: Recorded) throws -> Outcome {
    let path = SharedData.root.appendingPathComponent(recorded.tape).path
    let book = try BuiltIn.instruments().book
    let instrument = try #require(TapeSymbol.find(inFileName: path, book: book))
    let tape = try TapeReader(path: path, instrument: instrument)
    var settings = ServiceSettings()
    settings.startingBalance = 1_000_000
    settings.leverage = 10
    settings.caps = TradingCaps(maxOrderNotional: 1_000_000, maxOrdersPerMinute: 1_000_000)
    settings.barSeconds = 60
    settings.strategyTerms = StrategyTerms(
      kind: "ema-flip", settings: StrategySettings(sizing: .quantity(recorded.quantity)))
    let market = try OpenMarket.joined(
      [(instrument: instrument, kind: tape.kind, source: tape)], book: book)
    var plan = SessionPlan(settings: settings, book: book, market: market)
    plan.exchange = .ideal
    plan.exchange.bookedDecimals = recorded.decimals
    var source = market.source
    let first = try #require(try source.next())
    let start = plan.start(ordinal: 1, strategy: "ema-flip", market: "parity", at: first.at)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: .init(settings: plan.deskSettings), session: start,
        strategies: try plan.strategies(named: "ema-flip", in: market)),
      recorder: MemoryRecorder(Collected()))
    try driver.feed(.beginSession(start))
    var upcoming: MarketEvent? = first
    while let event = upcoming {
      try driver.play(event, row: source.row)
      upcoming = source.row < recorded.rows ? try source.next() : nil
    }
    let state = driver.floor.desk.state
    return Outcome(
      fills: driver.recorder.observer.lines, lastAt: driver.floor.now.nanoseconds, balance: state.wallet,
      openCost: state.positions[instrument]?.cost ?? 0)
  }

  /// Collects fills.
  private struct Collected: EventObserver {
    var lines: [Line] = []

    mutating func observe(_ event: Event, at now: Timestamp) {
      guard case .filled(let booking) = event else { return }
      let fill = booking.fill
      lines.append(
        Line(
          at: fill.at.nanoseconds, side: fill.side.rawValue, quantity: fill.quantity, price: fill.price,
          commission: fill.fee))
    }

    mutating func observe(_ value: AccountValue) {}
  }

  private func read(_ file: String) throws -> [Line] {
    try SharedData.lines("data/parity/" + file).dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return Line(
        at: try #require(Int64(fields[0])), side: fields[2], quantity: try Fixed(parsing: fields[3]),
        price: try Fixed(parsing: fields[4]), commission: try Fixed(parsing: fields[5]))
    }
  }
}
