import Primitives
import TestSupport
import Testing

@testable import Trading

private let file = "funding"

/// Why rows of `funding.json` are not simply reproduced.
private let rulings: [String: OracleRuling] = {
  let atOpening =
    "an order that arrives at the stamp is matched after the snapshot: (open, close], as the file's own "
    + "rule says; live, the exchange states each payment"
  var rulings: [String: OracleRuling] = [
    "funding": .input("the rules in words; the tables hold them in numbers"),
    "funding/single_period_cases/1/kraken_fee": .outOfScope("pro rata to the time held, Kraken's own rule"),
    "funding/single_period_cases/3": .outOfScope(
      "without a mark there is nothing to reckon: who holds a position has seen a tick"),
    // 30 · 2.77 · 8·10⁻⁶ = 0.0006648 of the opening stamp is not charged.
    "funding/window_cases/2/expected_fees": .disagreed(ours: "0", atOpening),
    "funding/window_cases/4/expected_fees": .disagreed(ours: "-0.0002493", atOpening),
    "funding/window_cases/5/expected_fees": .disagreed(ours: "-0.0002493", atOpening),
  ]
  for hour in 0..<14 {
    rulings["funding/hourly_rates/\(hour)"] = .outOfScope("no row of the file is reckoned from it")
    rulings["funding/mark_open_by_hour_2021-09-01/\(hour)"] = .input("marks of the windows")
  }
  for stamp in 0..<2 { rulings["funding/octohourly_rates/\(stamp)"] = .input("rates of the windows") }
  return rulings
}()

@Suite("Shared funding cases")
struct FundingOracleTests {
  @Test("funding: every row agrees", .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let oracle = try OracleFile(file)
    let instrument = try Listings.instrument(symbol: "ADAUSDT", base: "ADA")
    let audit = OracleAudit(oracle, rulings: rulings) { row in
      switch row.table {
      case "funding/single_period_cases": try checkPeriod(row, instrument)
      case "funding/window_cases": try checkWindow(row, oracle, instrument)
      default: return false
      }
      return true
    }
    #expect(audit.faults == [])
    #expect(audit.checkedRows >= 10)
  }

  /// Positive for the short at a positive rate; the long pays as much.
  private func checkPeriod(_ row: OracleRow, _ instrument: Instrument) throws {
    let size = try row.decimal("size")
    let (mark, rate) = (try row.decimal("mark_price"), try row.decimal("funding_rate"))
    func payment(_ quantity: Fixed) -> Fixed {
      Funding.payment(quantity: quantity, mark: mark, rate: rate, instrument: instrument)
    }
    row.compare("funding_fee", payment(-size), within: decimal("0.000000001"))
    row.hold(payment(size) == -payment(-size), "the long's is the exact negation")
    // A whole period is the same for an exchange that takes parts of one; no ratio, no figure.
    let ratio = row.optional("time_in_ratio")
    if let ratio, ratio != 1 { return }
    row.compare("kraken_fee", ratio.map { _ in payment(-size) }, within: decimal("0.000000001"))
  }

  /// A short of the amount, opened and held at the simulated exchange over the window.
  private func checkWindow(_ row: OracleRow, _ oracle: OracleFile, _ instrument: Instrument) throws {
    row.note("exchange")
    let rates = oracle.rows(of: "funding/octohourly_rates")
    let slice = try row.whole("rate_start")..<min(try row.whole("rate_end"), rates.count)
    let (opened, closed) = (try moment(row, "d1"), try moment(row, "d2"))
    var sum: Fixed = 0
    for rate in rates[slice] {
      let stamp = try Timestamp(rfc3339: try #require(rate.text("ts")))
      let payments = try hold(
        try row.decimal("amount"), from: opened, to: closed, rate: try rate.decimal("rate"), oracle,
        instrument)
      sum += payments.filter { $0.at == stamp }.reduce(0) { $0 + $1.amount }
    }
    row.compare("expected_fees", sum, within: decimal("0.0000000002"))
  }

  private func moment(_ row: OracleRow, _ key: String) throws -> Timestamp {
    let text = try #require(row.text(key)).split(separator: " ")
    return try Timestamp(rfc3339: "\(text[0])T\(text[1])Z")
  }

  private func hold(
    _ amount: Fixed, from opened: Timestamp, to closed: Timestamp, rate: Fixed, _ oracle: OracleFile,
    _ instrument: Instrument
  ) throws -> [FundingPayment] {
    let profile = ExchangeProfile(
      fundingIntervalNanos: 8 * 60 * Nanos.perMinute, fundingRate: .fixed(rate))
    var exchange = SimulatedExchange(
      instruments: try #require(InstrumentBook([instrument])), currency: "USDT", profile: profile,
      startingBalance: 10_000, leverage: 10, seed: 1)
    var facts: [VenueFact] = []
    let midnight = try Timestamp(rfc3339: "2021-09-01T00:00:00Z")
    // The hour's first mark is the book's just before its stamp.
    let ticks = try oracle.rows(of: "funding/mark_open_by_hour_2021-09-01").enumerated().map { hour, row in
      let price = try row.decimal("")
      let at = midnight.adding(nanoseconds: Int64(hour) * 60 * Nanos.perMinute - 1)
      return MarketTick(instrument: 0, at: at, bid: price, ask: price, bidSize: 0, askSize: 0)
    }
    #expect(ticks.count == 14)
    for tick in ticks where tick.at < opened { exchange.observe(tick, into: &facts) }
    let order = OrderRequest(
      orderID: OrderID(digest: Digest128(high: 1, low: 1)), instrument: 0, side: .sell, type: .market,
      timeInForce: .goodTillCancel, quantity: amount, limitPrice: nil, reduceOnly: false)
    exchange.receive(.submit(order), at: opened, into: &facts)
    #expect(exchange.position(0).quantity == -amount)
    for tick in ticks where tick.at >= opened && tick.at <= closed { exchange.observe(tick, into: &facts) }
    exchange.advance(to: closed, into: &facts)
    return facts.compactMap { if case .funding(let payment) = $0 { payment } else { nil } }
  }
}
