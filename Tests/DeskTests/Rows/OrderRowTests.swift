import Desk
import Primitives
import Testing
import Trading

@Suite("Rows of orders")
struct OrderRowTests {
  /// An order that was handed off at 99/101 and filled at a price.
  private func filled(_ side: Side, at price: Fixed) throws -> Row {
    var scenario = try RowScenario()
    let order = RowScenario.order(side: side)
    try scenario.send(RowScenario.decision(.ordered(order), side: side))
    try scenario.send(.order(order.id, .handedOff(bid: 99, ask: 101)))
    try scenario.send(RowScenario.fill("t1", of: order, side: side, price: price))
    return try scenario.row(.liveOrders)
  }

  @Test("a new market order has no price, exchange id, fill price, slippage or reason: NULL, not zero")
  func new() throws {
    var scenario = try RowScenario()
    let order = RowScenario.order()
    try scenario.send(RowScenario.decision(.ordered(order)))
    let row = try scenario.row(.liveOrders)
    let unknown = [
      "requested_price", "exchange_order_id", "average_fill_price", "error_message", "slippage",
      "slippage_bps", "arrival_price", "fee_asset", "reason_code", "filled_at", "expires_at",
      "handed_off_at",
    ]
    for column in unknown { #expect(row[column] == .null, "\(column)") }
    #expect(row["status"] == .text("PENDING"))
    #expect(row["side"] == .text("BUY"))
    #expect(row["order_type"] == .text("MARKET"))
    #expect(row["quantity"] == .real(2))
    #expect(row["filled_quantity"] == .real(0))
    #expect(row["created_at"] == RowScenario.micros(0))
    #expect(row["recorded_at"] == .timestamp(5_000))
    #expect(row["client_order_id"] == .text(order.id.clientOrderID))
    #expect(row["correlation_id"] == .text(order.id.intentID.correlationID))
    #expect(row["account_id"] == .text("acc"))
    #expect(row["mode"] == .text("paper"))
    #expect(row["reduce_only"] == .boolean(false))
  }

  @Test("a limit order's row has its limit")
  func limit() throws {
    var scenario = try RowScenario()
    let order = RowScenario.order(limit: 90)
    try scenario.send(RowScenario.decision(.ordered(order), price: 90))
    #expect(try scenario.row(.liveOrders)["requested_price"] == .real(90))
    #expect(try scenario.row(.liveOrders)["order_type"] == .text("LIMIT"))
  }

  @Test("slippage is adverse positive for both sides, against the arrival mid (ruling 24)")
  func slippage() throws {
    // Arrival mid 100.
    let cases: [(Side, Fixed, Double)] = [(.buy, 102, 2), (.buy, 98, -2), (.sell, 98, 2), (.sell, 102, -2)]
    for (side, price, slippage) in cases {
      let row = try filled(side, at: price)
      #expect(row["arrival_price"] == .real(100))
      #expect(row["slippage"] == .real(slippage), "\(side) at \(price)")
      #expect(row["slippage_bps"] == .real(slippage * 100), "\(side) at \(price)")
    }
  }

  @Test("a whole fill completes the row")
  func whole() throws {
    let row = try filled(.buy, at: 102)
    #expect(row["status"] == .text("FILLED"))
    #expect(row["filled_quantity"] == .real(2))
    #expect(row["average_fill_price"] == .real(102))
    #expect(row["commission"] == .real(1))
    #expect(row["fee_asset"] == .text("USDT"))
    #expect(row["filled_at"] == RowScenario.micros(1))
    #expect(row["exchange_order_id"] == .text("paper-1"))
    #expect(row["created_at"] == RowScenario.micros(0))
  }

  @Test("every transition is a row of its own, at strictly increasing microseconds")
  func transitions() throws {
    var scenario = try RowScenario()
    let order = RowScenario.order()
    let id = order.id
    let events: [(Event, String, String)] = [
      (RowScenario.decision(.ordered(order)), "CREATED", "PENDING"),
      (.order(id, .handedOff(bid: 99, ask: 101)), "HANDED_OFF", "PENDING"),
      (.order(id, .accepted(ExchangeOrderID("paper-1"))), "ACCEPTED", "SUBMITTED"),
      (RowScenario.fill("t1", of: order, quantity: 1), "PARTIAL_FILL", "PARTIALLY_FILLED"),
      (.order(id, .cancelRequested(.operatorRequest)), "CANCEL_REQUESTED", "PARTIALLY_FILLED"),
      (
        .order(id, .cancelRejected(VenueError(code: "BUSY", message: "later"))), "CANCEL_REJECTED",
        "PARTIALLY_FILLED"
      ),
      (.order(id, .cancelled(.expired)), "CANCELLED", "CANCELLED"),
      (RowScenario.fill("t2", of: order, quantity: 1, isLate: true), "LATE_FILL", "CANCELLED"),
    ]
    var last: Int64 = .min
    for (seq, (event, name, status)) in events.enumerated() {
      try scenario.send(event)
      let row = try scenario.row(.orderEvents)
      #expect(row["event"] == .text(name))
      #expect(row["status"] == .text(status), "\(name)")
      // The session's start was the first.
      #expect(row["seq"] == .integer(Int64(seq) + 2))
      #expect(row["updated_at"] == (try scenario.row(.liveOrders)["updated_at"]), "\(name)")
      guard case .timestamp(let micros) = row["updated_at"] else {
        Issue.record("no updated_at")
        return
      }
      #expect(micros > last, "\(name)")
      last = micros
    }
    #expect(try scenario.row(.liveOrders)["filled_quantity"] == .real(2))
    #expect(try scenario.row(.liveOrders)["reason_code"] == .text("EXPIRED"))
    #expect(try scenario.row(.fills)["is_late"] == .boolean(true))
  }

  @Test("a refusal stands in the order's row and in the transition's, code and words")
  func failure() throws {
    var scenario = try RowScenario()
    let order = RowScenario.order()
    try scenario.send(RowScenario.decision(.ordered(order)))
    try scenario.send(
      .order(order.id, .failed(VenueError(code: "INSUFFICIENT_MARGIN", message: "too poor"))))
    #expect(try scenario.row(.liveOrders)["status"] == .text("FAILED"))
    #expect(try scenario.row(.liveOrders)["error_message"] == .text("too poor"))
    #expect(try scenario.row(.liveOrders)["reason_code"] == .text("INSUFFICIENT_MARGIN"))
    #expect(try scenario.row(.orderEvents)["message"] == .text("too poor"))
    #expect(try scenario.row(.orderEvents)["reason_code"] == .text("INSUFFICIENT_MARGIN"))
  }

  @Test("the words of a refusal are cut to 4 kB in every row")
  func longMessage() throws {
    var scenario = try RowScenario()
    let order = RowScenario.order()
    try scenario.send(RowScenario.decision(.ordered(order)))
    let message = String(repeating: "é", count: 3_000)
    try scenario.send(.order(order.id, .failed(VenueError(code: "X", message: message))))
    let cut = RowValue.text(String(repeating: "é", count: 2_048))
    #expect(try scenario.row(.liveOrders)["error_message"] == cut)
    #expect(try scenario.row(.orderEvents)["message"] == cut)
  }

  @Test("an event of an order no longer held leaves no row")
  func untracked() throws {
    var scenario = try RowScenario()
    try scenario.send(.order(RowScenario.order().id, .cancelled(.requested)))
    #expect(scenario.rows.isEmpty)
  }
}
