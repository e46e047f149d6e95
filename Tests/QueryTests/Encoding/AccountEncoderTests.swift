import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Query

@Suite("The account as JSON")
struct AccountEncoderTests {
  @Test("Profit and loss: drawdown is the way down from the peak, in money and percent of the peak")
  func profit() throws {
    let view = try Samples.view(positions: [])
    let json = try JSONParser.parse(AccountEncoder.profit(view, withCurve: true))
    #expect(json["session_id"]?.string == "sextant-main-1")
    #expect(json["mode"]?.string == "paper")
    #expect(json["account_id"]?.string == "main")
    #expect(json["desk_time"]?.string == "2024-08-08T12:30:00.000Z")
    #expect(json["equity"]?.string == "10000")
    #expect(json["wallet"]?.string == "9980")
    #expect(json["realized_pnl"]?.string == "-20")
    #expect(json["peak_equity"]?.string == "12500")
    #expect(json["drawdown"]?.string == "2500")
    #expect(json["drawdown_pct"]?.string == "20")
    let curve = try #require(json["curve"]?.array)
    #expect(curve.count == 2)
    #expect(curve[0]["t"]?.string == "2024-08-08T12:00:00.000Z")
    #expect(curve[0]["equity"]?.string == "12500")
    #expect(curve[0]["drawdown_pct"]?.string == "0")
  }

  @Test("The stream's account event has every figure but the curve")
  func withoutCurve() throws {
    let view = try Samples.view(positions: [])
    let json = try JSONParser.parse(AccountEncoder.profit(view, withCurve: false))
    #expect(json["curve"] == nil)
    #expect(json["equity"]?.string == "10000")
  }

  @Test("A position: percent of margin, distance to liquidation and the leverage that counts")
  func position() throws {
    let view = try Samples.view(positions: [Samples.position()])
    let bytes = AccountEncoder.positions(
      view, try Samples.book(), listed: view.mark.positions, shown: 0..<1, next: nil)
    let row = try #require(try JSONParser.parse(bytes)["results"]?.array?.first)
    #expect(row["symbol"]?.string == "BTCUSDT")
    #expect(row["side"]?.string == "LONG")
    #expect(row["quantity"]?.string == "0.02")
    #expect(row["liquidation_price"]?.string == "40800")
    // (51000 − 40800) / 51000 = 20 %.
    #expect(row["liquidation_distance_pct"]?.string == "20")
    // 20 of 102: 19.607843137255 %.
    #expect(row["unrealized_pnl_pct"]?.string == "19.607843137255")
    #expect(row["leverage"]?.string == "10")
    #expect(row["realized_pnl"]?.string == "-1.25")
    #expect(row["status"]?.string == "OPEN")
    #expect(row["updated_at"]?.string == "2024-08-08T12:30:00.000250Z")
  }

  @Test("A position without a market has null where nothing is known, never zero")
  func unknown() throws {
    let known = try Samples.position()
    let blind = PositionMark(
      instrument: 0, side: .long, quantity: known.quantity, entryPrice: 0, markPrice: nil,
      liquidationPrice: nil, unrealised: nil, margin: nil, marginRatioPercent: nil, realised: 0,
      openedAt: known.openedAt, status: .open)
    let view = try Samples.view(positions: [blind], ratio: nil)
    let bytes = AccountEncoder.positions(view, try Samples.book(), listed: [blind], shown: 0..<1, next: nil)
    let row = try #require(try JSONParser.parse(bytes)["results"]?.array?.first)
    for name in [
      "entry_price", "current_price", "liquidation_price", "liquidation_distance_pct", "unrealized_pnl",
      "unrealized_pnl_pct", "margin", "leverage", "margin_ratio",
    ] {
      #expect(row[name]?.isNull == true, "\(name)")
    }
  }

  @Test("Margin: a ratio of 250 % leaves a buffer of 60 % and is NORMAL")
  func margin() throws {
    let view = try Samples.view(positions: [Samples.position()])
    let json = try JSONParser.parse(AccountEncoder.margin(view, try Samples.book()))
    #expect(json["margin_ratio"]?.string == "250")
    #expect(json["margin_buffer_pct"]?.string == "60")
    #expect(json["level"]?.string == "NORMAL")
    #expect(json["maintenance_margin"]?.string == "4000")
    let position = try #require(json["positions"]?.array?.first)
    #expect(position["liquidation_distance_pct"]?.string == "20")
    #expect(position["level"]?.string == "NORMAL")
    #expect(position["liquidation_risk"]?.string == "MEDIUM")
  }

  @Test(
    "The level follows the ratio, and nothing held is NORMAL",
    arguments: [("130", "WARNING"), ("117", "CRITICAL"), ("134", "NORMAL"), (nil, "NORMAL")])
  func level(_ ratio: String?, _ expected: String) throws {
    let view = try Samples.view(positions: [], ratio: ratio)
    let json = try JSONParser.parse(AccountEncoder.margin(view, try Samples.book()))
    #expect(json["level"]?.string == expected)
  }

  @Test("The summary of three positions is the specification's: mean ratio 116.67, least 80, sum 250")
  func metrics() throws {
    let metrics = PositionMetrics([
      try Samples.position(ratio: "150", unrealised: "100"),
      try Samples.position(ratio: "120", side: .short, unrealised: "-50"),
      try Samples.position(ratio: "80", unrealised: "200"),
      try Samples.position(ratio: "1", unrealised: nil, status: .closed),
    ])
    #expect(metrics.total == 3)
    #expect(metrics.long == 2)
    #expect(metrics.short == 1)
    #expect(metrics.unrealised == 250)
    #expect(metrics.averageMarginRatio.description == "116.67")
    #expect(metrics.leastMarginRatio.description == "80")
  }

  @Test("The summary of no positions is zero throughout")
  func noMetrics() {
    let metrics = PositionMetrics([])
    #expect(metrics.total == 0)
    #expect(metrics.unrealised.isZero)
    #expect(metrics.averageMarginRatio.isZero)
    #expect(metrics.leastMarginRatio.isZero)
  }

  @Test("An order from memory has the fields of an order from the tables, in their order")
  func orderFields() throws {
    let bytes = OrderEncoder.encode(try Samples.order(), try Samples.book())
    let names = try #require(try JSONParser.parse(bytes).object).map(\.key)
    #expect(names == ListResource.orders.fields.map(\.name))
  }
}
