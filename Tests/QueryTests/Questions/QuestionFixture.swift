import Desk
import Primitives
import Query

/// Rows written by hand, small enough to work every answer out on paper; the same for every store.
///
/// Two sessions on 8 and 9 August 2024. `s-1` buys BTCUSDT three times, sells with a limit order that fills
/// a quarter on the next day and runs out, and has an order refused. `s-2` sells ETHUSDT once. Twenty plain
/// SOLUSDT orders of the day before make percentiles worth asking for.
struct QuestionFixture {
  /// One row; columns that are not given are NULL where they may be.
  struct Row {
    let table: Table
    var values: [String: SQLValue]
  }

  private(set) var rows: [Row] = []

  init() throws {
    try addOrders()
    for place in 1...20 { try addPlainOrder(Int64(place)) }
    try addSignals()
    try addFills()
    try addTransitions()
    try addPositions()
    try addValuations()
    try addAlerts()
    try addTicks()
  }

  /// Microseconds of `08 12:00:00.002`: day of August 2024 and time, UTC.
  static func at(_ text: String) throws -> SQLValue {
    let day = text.prefix(2)
    let time = text.dropFirst(3)
    return .integer(try Timestamp(rfc3339: "2024-08-\(day)T\(time)Z").microseconds)
  }

  private mutating func add(_ table: Table, _ values: [String: SQLValue]) {
    rows.append(Row(table: table, values: values))
  }

  // MARK: Orders

  private mutating func addOrders() throws {
    try addOrder(
      "o-1", "BUY", 2, filled: 2, average: 50_010, fees: 20, "08 12:00:00.000", sent: "08 12:00:00.002",
      last: "08 12:00:01.002", slippage: 10, bps: 2)
    try addOrder(
      "o-2", "BUY", 1, filled: 1, average: 49_995, fees: 25, "08 12:10:00.000", sent: "08 12:10:00.004",
      last: "08 12:10:00.104", slippage: -5, bps: -1)
    try addOrder(
      "o-3", "BUY", 1, filled: 1, average: 50_050, fees: 25, "08 12:20:00.000", sent: "08 12:20:00.006",
      last: "08 12:20:00.206", slippage: 50, bps: 10)
    try addOrder(
      "o-4", "SELL", 4, filled: 1, average: 50_100, fees: -10, "08 23:59:00.000",
      sent: "08 23:59:00.001", last: "09 00:00:30.000", slippage: -100, bps: -20,
      more: ["order_type": "LIMIT", "status": "CANCELLED", "reason_code": "TIME_TO_LIVE"])
    try addOrder(
      "o-5", "BUY", 3, filled: 0, average: nil, fees: 0, "09 09:00:00.000", sent: "09 09:00:00.010",
      last: nil, slippage: nil, bps: nil, more: ["status": "FAILED", "reason_code": "EXCHANGE_REJECTED"])
    try addOrder(
      "o-6", "SELL", 10, filled: 10, average: 2_999, fees: 15, "09 10:00:00.000",
      sent: "09 10:00:00.001", last: "09 10:00:00.051", slippage: 1, bps: 3.3333,
      more: ["session_id": "s-2", "symbol": "ETHUSDT", "arrival_price": 3_000])
  }

  private mutating func addOrder(
    _ id: String, _ side: SQLValue, _ quantity: SQLValue, filled: SQLValue, average: SQLValue?,
    fees: SQLValue, _ created: String, sent: String, last: String?, slippage: SQLValue?,
    bps: SQLValue?, more: [String: SQLValue] = [:]
  ) throws {
    let values: [String: SQLValue] = [
      "session_id": "s-1", "order_id": .text(id), "symbol": "BTCUSDT", "side": side,
      "order_type": "MARKET", "quantity": quantity, "filled_quantity": filled,
      "average_fill_price": average ?? .null, "status": "FILLED", "commission": fees,
      "created_at": try Self.at(created), "handed_off_at": try Self.at(sent),
      "filled_at": try last.map(Self.at) ?? .null, "updated_at": try Self.at(last ?? sent),
      "arrival_price": 50_000, "slippage": slippage ?? .null, "slippage_bps": bps ?? .null,
      "correlation_id": .text("c-" + id.dropFirst(2)),
    ]
    add(.liveOrders, values.merging(more) { _, given in given })
  }

  /// `place` is its slippage in basis points and its milliseconds to the hand-off; from there to its last
  /// fill it takes ten times as long. Older than the others, without signal and executions.
  private mutating func addPlainOrder(_ place: Int64) throws {
    guard case .integer(let noon) = try Self.at("07 12:00:00.000") else { return }
    add(
      .liveOrders,
      [
        "session_id": "s-1", "order_id": .text("p-\(place)"), "symbol": "SOLUSDT", "side": "BUY",
        "order_type": "MARKET", "quantity": 1, "filled_quantity": 1, "status": "FILLED", "commission": 0,
        "created_at": .integer(noon + place), "handed_off_at": .integer(noon + place * 1_001),
        "filled_at": .integer(noon + place * 11_001), "updated_at": .integer(noon + place * 11_001),
        "slippage_bps": .real(Double(place)), "correlation_id": .text("c-p-\(place)"),
      ])
  }

  private mutating func addTransitions() throws {
    let moves: [(String, SQLValue, SQLValue, SQLValue, SQLValue)] = [
      ("09 10:00:00.000", "CREATED", "PENDING", 0, .null),
      ("09 10:00:00.001", "HANDED_OFF", "PENDING", 0, .null),
      ("09 10:00:00.060", "ACCEPTED", "SUBMITTED", 0, .null),
      ("09 10:00:00.070", "FILL", "FILLED", 10, 2_999),
    ]
    for (index, move) in moves.enumerated() {
      add(
        .orderEvents,
        [
          "updated_at": try Self.at(move.0), "order_id": "o-6", "seq": .integer(60 + Int64(index)),
          "event": move.1, "status": move.2, "filled_quantity": move.3, "average_fill_price": move.4,
          "correlation_id": "c-6",
        ])
    }
    add(
      .orderEvents,
      [
        "updated_at": try Self.at("09 09:00:00.020"), "order_id": "o-5", "seq": 50, "event": "FAILED",
        "status": "FAILED", "correlation_id": "c-5",
      ])
  }

  // MARK: Signals

  private mutating func addSignals() throws {
    let ordered: [(String, SQLValue, SQLValue, SQLValue, SQLValue)] = [
      ("08 12:00:00.000", "S1", 2, 50_001, "ema-cross"), ("08 12:10:00.000", "S1", 1, 50_000, "ema-cross"),
      ("08 12:20:00.000", "S1", 1, 50_000, "ema-cross"),
      ("08 23:59:00.000", "ZE1", 4, 50_100, "ema-cross"),
      ("09 09:00:00.000", "S1", 3, 50_000, "ema-cross"), ("09 10:00:00.000", "S1", 10, 3_000, .null),
    ]
    for (index, signal) in ordered.enumerated() {
      try addSignal(
        index + 1, signal.0, signal.1, "ORDERED",
        [
          "quantity": signal.2, "price": signal.3, "strategy_name": signal.4,
          "order_id": .text("o-\(index + 1)"),
        ])
    }
    try addSignal(7, "08 13:00:00.000", "S1", "REJECTED", ["reason_code": "PRICE_COLLAR"])
    try addSignal(8, "08 14:00:00.250", "S1", "REJECTED", ["reason_code": "PRICE_COLLAR"])
    try addSignal(9, "08 13:30:00.000", "S1", "REJECTED", ["reason_code": "MAX_ORDER_NOTIONAL"])
    try addSignal(10, "08 13:40:00.000", "ZE1", "REJECTED", ["reason_code": "NO_POSITION"])
    try addSignal(11, "08 13:50:00.000", "Z1", "NOTED", [:])
  }

  private mutating func addSignal(
    _ number: Int, _ at: String, _ type: SQLValue, _ decision: SQLValue, _ more: [String: SQLValue]
  ) throws {
    let values: [String: SQLValue] = [
      "signal_id": .text("sig-\(number)"), "created_at": try Self.at(at), "signal_type": type,
      "decision": decision, "seq": .integer(Int64(number)), "correlation_id": .text("c-\(number)"),
    ]
    add(.signalHistory, values.merging(more) { _, given in given })
  }

  // MARK: Executions

  private mutating func addFills() throws {
    try addFill("t-1", "08 12:00:00.502", "1", "BUY", 0.5, 50_004, fee: 12.5, "TAKER", realised: -12.5)
    try addFill("t-2", "08 12:00:01.002", "1", "BUY", 1.5, 50_012, fee: 7.5, "MAKER", realised: -7.5)
    try addFill("t-3", "08 12:10:00.104", "2", "BUY", 1, 49_995, fee: 25, "TAKER", realised: -25)
    try addFill("t-4", "08 12:20:00.206", "3", "BUY", 1, 50_050, fee: 25, "TAKER", realised: -25)
    // The mean cost of the four contracts held is 50 016.25; the fee is a rebate.
    try addFill("t-5", "09 00:00:30.000", "4", "SELL", 1, 50_100, fee: -10, "MAKER", realised: 93.75)
    try addFill(
      "t-6", "09 10:00:00.051", "6", "SELL", 10, 2_999, fee: 15, "TAKER", realised: -15,
      ["session_id": "s-2", "symbol": "ETHUSDT"])
  }

  private mutating func addFill(
    _ id: String, _ at: String, _ order: String, _ side: SQLValue, _ quantity: SQLValue,
    _ price: SQLValue, fee: SQLValue, _ liquidity: SQLValue, realised: SQLValue,
    _ more: [String: SQLValue] = [:]
  ) throws {
    let values: [String: SQLValue] = [
      "session_id": "s-1", "trade_id": .text(id), "ts": try Self.at(at), "order_id": .text("o-" + order),
      "symbol": "BTCUSDT", "side": side, "quantity": quantity, "price": price, "fee": fee,
      "fee_asset": "USDT", "liquidity": liquidity, "kind": "ORDER", "realized_pnl": realised,
      "correlation_id": .text("c-" + order),
    ]
    add(.fills, values.merging(more) { _, given in given })
  }

  private mutating func addTicks() throws {
    let ticks: [(String, SQLValue, SQLValue, SQLValue)] = [
      ("08 12:00:00.500", "BTCUSDT", 49_998, 50_002), ("08 12:00:01.001", "ETHUSDT", 2_900, 2_902),
      ("08 12:00:01.002", "BTCUSDT", 50_010, 50_014), ("08 12:00:01.003", "BTCUSDT", 50_020, 50_022),
      ("08 12:10:00.100", "BTCUSDT", 49_990, 49_994), ("08 12:20:00.000", "BTCUSDT", 50_039, 50_041),
      ("08 23:59:59.000", "BTCUSDT", 50_109, 50_111), ("09 10:00:00.050", "BTCUSDT", 51_000, 51_002),
    ]
    for (index, tick) in ticks.enumerated() {
      add(
        .ticks,
        [
          "ts": try Self.at(tick.0), "symbol": tick.1, "bid": tick.2, "ask": tick.3, "source": "tape.csv",
          "seq": .integer(Int64(index) + 1),
        ])
    }
  }

  // MARK: The account

  private mutating func addPositions() throws {
    try addPosition("BTCUSDT", "LONG", "08 12:00:01.002", 2, ratio: 500, distance: 15)
    try addPosition("BTCUSDT", "LONG", "08 12:30:00.000", 4, ratio: 200, distance: 18)
    try addPosition("BTCUSDT", "LONG", "09 00:00:30.000", 3, ratio: 250, distance: 20)
    // Turned around in one instant: the long is closed when the short is opened, and its row comes last.
    try addPosition("ETHUSDT", "LONG", "08 12:00:00.000", 5, ratio: 500, distance: 9)
    try addPosition("ETHUSDT", "SHORT", "08 13:00:00.000", 5, ratio: 400, distance: 8)
    try addPosition("ETHUSDT", "LONG", "08 13:00:00.000", 0, status: "CLOSED")
    // And the other way, its row first.
    try addPosition("XRPUSDT", "SHORT", "08 14:00:00.000", 0, status: "CLOSED")
    try addPosition("XRPUSDT", "LONG", "08 14:00:00.000", 7, ratio: 400, distance: 30)
    try addPosition("SOLUSDT", "LONG", "08 12:00:00.000", 20)
    try addPosition("ETHUSDT", "SHORT", "09 10:00:00.051", 10, ratio: 110, distance: 1, session: "s-2")
    try addPosition("ETHUSDT", "SHORT", "09 10:30:00.000", 0, status: "LIQUIDATED", session: "s-2")
  }

  private mutating func addPosition(
    _ symbol: SQLValue, _ side: SQLValue, _ at: String, _ quantity: SQLValue, ratio: SQLValue = .null,
    distance: SQLValue = .null, status: SQLValue = "OPEN", session: SQLValue = "s-1"
  ) throws {
    add(
      .livePositions,
      [
        "session_id": session, "symbol": symbol, "side": side, "updated_at": try Self.at(at),
        "quantity": quantity, "margin_ratio": ratio, "liquidation_distance_pct": distance, "status": status,
      ])
  }

  private mutating func addValuations() throws {
    let marks: [(String, SQLValue, SQLValue, SQLValue, SQLValue)] = [
      ("08 12:00:00.000", "s-1", 1_000, 1_000, 500), ("08 12:30:00.000", "s-1", 900, 1_000, 200),
      ("08 12:59:59.999", "s-1", 950, 1_000, .null), ("08 13:00:00.000", "s-1", 1_100, 1_100, 400),
      ("08 12:10:00.000", "s-2", 50, 80, .null),
    ]
    for mark in marks {
      add(
        .equity,
        [
          "ts": try Self.at(mark.0), "session_id": mark.1, "equity": mark.2, "peak_equity": mark.3,
          "margin_ratio": mark.4,
        ])
    }
  }

  private mutating func addAlerts() throws {
    try addAlert("a-1", "MARGIN_RATIO_LOW", "WARNING", "08 12:30:00.000", until: "08 12:40:00.000")
    try addAlert("a-2", "MARGIN_RATIO_LOW", "WARNING", "08 13:00:00.000", until: "08 13:30:00.000")
    try addAlert("a-3", "MARGIN_RATIO_LOW", "WARNING", "08 14:00:00.000", until: nil)
    try addAlert("a-4", "LIQUIDATION_DETECTED", "CRITICAL", "09 10:30:00.000", until: nil)
  }

  private mutating func addAlert(
    _ id: SQLValue, _ type: SQLValue, _ severity: SQLValue, _ at: String, until end: String?
  ) throws {
    add(
      .riskEvents,
      [
        "alert_id": id, "alert_type": type, "severity": severity, "timestamp": try Self.at(at),
        "resolved_at": try end.map(Self.at) ?? .null, "state": end == nil ? "FIRING" : "RESOLVED",
      ])
  }
}
