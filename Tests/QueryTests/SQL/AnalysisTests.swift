import Testing

@testable import Query

@Suite("What the analyses compute")
struct AnalysisTests {
  private let database: Database
  private let reader: QueryReader

  init() throws {
    database = try Database()
    reader = QueryReader(path: database.path, catalogue: try QueryCatalogue())
  }

  @Test("Slippage: plain and quantity-weighted means, least and most, adverse positive")
  func slippage() throws {
    try order("a", slippage: 2, bps: 4, filled: 1)
    try order("b", slippage: -1, bps: -2, filled: 3)
    try order("unfilled", slippage: nil, bps: nil, filled: 0)
    let rows = try rows("slippage")
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(row["orders"] == 2)
    #expect(row["mean_slippage"] == 0.5)
    #expect(row["mean_slippage_bps"] == 1.0)
    // (2 · 1 − 1 · 3) / 4.
    #expect(row["weighted_slippage"] == -0.25)
    #expect(row["weighted_slippage_bps"] == -0.5)
    #expect(row["min_slippage"] == -1.0)
    #expect(row["max_slippage_bps"] == 4.0)
  }

  @Test("The last margin ratio of each position is the one of its newest valuation")
  func lastMarginRatio() throws {
    try position("BTCUSDT", at: 1, ratio: 300)
    try position("BTCUSDT", at: 3, ratio: 120)
    try position("BTCUSDT", at: 2, ratio: 200)
    try position("ETHUSDT", at: 2, ratio: 90)
    let rows = try rows("last_margin_ratio")
    #expect(rows.map { $0["symbol"] } == ["ETHUSDT", "BTCUSDT"])
    #expect(rows.map { $0["margin_ratio"] } == [90.0, 120.0])
  }

  @Test("A position that has closed is listed as closed, not as it was when open")
  func closed() throws {
    try position("BTCUSDT", at: 1, ratio: 300)
    try position("BTCUSDT", at: 2, ratio: nil, status: "CLOSED")
    #expect(try rows("last_margin_ratio", ["status": "OPEN"]).isEmpty)
    #expect(try rows("last_margin_ratio").count == 1)
  }

  @Test("A position turned around in one instant is listed as it is held, on either side")
  func turnedAround() throws {
    try position("BTCUSDT", at: 1, ratio: nil, status: "CLOSED")
    try position("BTCUSDT", at: 1, ratio: 250, side: "SHORT")
    try position("ETHUSDT", at: 1, ratio: 350)
    try position("ETHUSDT", at: 1, ratio: nil, status: "CLOSED", side: "SHORT")
    #expect(try rows("last_margin_ratio").map { $0["side"] } == ["SHORT", "LONG"])
    #expect(try rows("last_margin_ratio").allSatisfy { $0["status"] == "OPEN" })
  }

  @Test("Profit by symbol: realised and fees from the fills, unrealised from the newest valuation")
  func profitBySymbol() throws {
    try fill("t1", at: 1, realised: -0.5, fee: 0.5)
    try fill("t2", at: 2, realised: 9.5, fee: 0.25)
    try position("BTCUSDT", at: 3, ratio: 300)
    let row = try #require(try rows("pnl_by_symbol").first)
    #expect(row["fills"] == 2)
    #expect(row["realized_pnl"] == 9.0)
    #expect(row["fees"] == 0.75)
    #expect(row["unrealized_pnl"] == 7.0)
  }

  @Test("The equity curve says how far below its peak the account was")
  func equityCurve() throws {
    try database.insert("equity", ["ts": 2, "session_id": "s", "equity": 90.0, "peak_equity": 120.0])
    try database.insert("equity", ["ts": 1, "session_id": "s", "equity": 120.0, "peak_equity": 120.0])
    let rows = try rows("equity_curve")
    #expect(rows.map { $0["drawdown"] } == [0.0, 30.0])
    #expect(rows.map { $0["drawdown_pct"] } == [0.0, 25.0])
  }

  @Test("Orders are counted by symbol, status and reason")
  func ordersByStatus() throws {
    try order("a", slippage: nil, bps: nil, filled: 1)
    try order("b", slippage: nil, bps: nil, filled: 2)
    try order("c", slippage: nil, bps: nil, filled: 0, status: "FAILED", reason: "NO_MARGIN")
    let rows = try rows("orders_by_status")
    #expect(rows.map { $0["orders"] } == [2, 1])
    #expect(rows.map { $0["reason_code"] } == [.null, "NO_MARGIN"])
    #expect(rows.first?["filled_quantity"] == 3.0)
  }

  @Test("since is inclusive and until exclusive", arguments: [("orders", 2), ("orders_by_status", 1)])
  func window(_ name: String, _ count: Int) throws {
    for at in 1...4 { try order("o\(at)", slippage: nil, bps: nil, filled: 0, at: Int64(at)) }
    #expect(try rows(name, ["since": 2, "until": 4]).count == count)
    #expect(try rows(name, ["since": 5]).isEmpty)
  }

  private func rows(_ name: String, _ parameters: [String: SQLValue] = [:]) throws -> [[String: SQLValue]] {
    let answer = try #require(try reader.run([QueryRequest(name, parameters)], deadline: .max).first)
    return answer.rows.map { Dictionary(uniqueKeysWithValues: zip(answer.columns, $0)) }
  }

  private func order(
    _ id: String, slippage: Double?, bps: Double?, filled: Double, status: String = "FILLED",
    reason: String? = nil, at: Int64 = 1
  ) throws {
    try database.insert(
      "live_orders",
      [
        "order_id": .text(id), "symbol": "BTCUSDT", "side": "BUY", "quantity": 5.0,
        "filled_quantity": .real(filled), "status": .text(status), "created_at": .integer(at),
        "slippage": slippage.map { .real($0) } ?? .null, "slippage_bps": bps.map { .real($0) } ?? .null,
        "reason_code": reason.map { .text($0) } ?? .null,
      ])
  }

  private func position(
    _ symbol: String, at: Int64, ratio: Double?, status: String = "OPEN", side: String = "LONG"
  ) throws {
    try database.insert(
      "live_positions",
      [
        "session_id": "s", "symbol": .text(symbol), "side": .text(side), "updated_at": .integer(at),
        "margin_ratio": ratio.map { .real($0) } ?? .null, "status": .text(status), "unrealized_pnl": 7.0,
      ])
  }

  private func fill(_ id: String, at: Int64, realised: Double, fee: Double) throws {
    try database.insert(
      "fills",
      [
        "ts": .integer(at), "trade_id": .text(id), "session_id": "s", "symbol": "BTCUSDT",
        "realized_pnl": .real(realised), "fee": .real(fee),
      ])
  }
}
