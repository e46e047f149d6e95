import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Fees in a third asset (trap 5, ruling 23)")
struct ThirdAssetFeeTests {
  /// Bitcoin, linear, and a token fees are taken in.
  private func harness(listingToken: Bool) throws -> DeskHarness {
    var instruments = [try Fixture.instrument("BTCUSDT", .linear)]
    for symbol in ["ETHUSDT", "SOLUSDT", "ADAUSDT"] {
      instruments.append(try Fixture.instrument(symbol, .linear, base: String(symbol.prefix(3))))
    }
    if listingToken { instruments[3] = try Fixture.instrument("BNB/USDT", .spot, base: "BNB") }
    let book = try #require(InstrumentBook(instruments))
    var harness = try DeskHarness(try Fixture.settings(instruments: book))
    harness.quote(3, 599, 601)
    return harness
  }

  private func fill(_ harness: DeskHarness, feeAsset: String = "BNB") -> Fill {
    Fill(
      tradeID: TradeID("t1"), orderID: nil, exchangeOrderID: ExchangeOrderID("x"), instrument: 0,
      side: .buy, quantity: 1, price: 50_000, fee: number("0.04"), feeAsset: feeAsset, liquidity: .taker,
      kind: .order, at: harness.now)
  }

  @Test("0.04 BNB at 600 is a fee of 24 USDT, by the market when it was booked")
  func converted() throws {
    var harness = try harness(listingToken: true)
    harness.feed(.venue(.fill(fill(harness))))
    #expect(harness.bookings.first?.feeRate == 600)
    #expect(harness.state.positions.fees == 24 && harness.state.wallet == 99_976)
    harness.quote(3, 700, 702)
    #expect(harness.replayed.positions == harness.state.positions)
    #expect(harness.alerts(.feeUnvalued).isEmpty)
  }

  @Test("Without a price the fee is no money and no zero: an alert says what the profit leaves out")
  func unvalued() throws {
    var harness = try harness(listingToken: false)
    harness.feed(.venue(.fill(fill(harness))))
    #expect(harness.bookings.first?.feeRate == nil && harness.state.positions.fees == 0)
    let alert = try #require(harness.alerts(.feeUnvalued).first)
    #expect(alert.severity == .warning && alert.message.contains("0.04 BNB"))
  }

  @Test("A fee in settlement or base currency asks for no rate")
  func ownCurrencies() throws {
    for (asset, worth) in [("USDT", number("0.04")), ("BTC", 2_000)] {
      var harness = try harness(listingToken: true)
      harness.feed(.venue(.fill(fill(harness, feeAsset: asset))))
      #expect(harness.bookings.first?.feeRate == nil && harness.alerts(.feeUnvalued).isEmpty)
      #expect(harness.state.positions.fees == worth)
    }
  }
}
