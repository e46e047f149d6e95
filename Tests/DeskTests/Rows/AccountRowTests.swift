import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Rows of the account")
struct AccountRowTests {
  private static func mark(_ positions: [PositionMark], ratio: Fixed? = 500) -> Event {
    .marked(
      AccountMark(
        at: RowScenario.time(3), cause: .change, wallet: 10_000, equity: 10_040, unrealised: 40,
        realised: -2, fees: 2, funding: 0, marginUsed: 22, maintenanceMargin: 2,
        marginRatioPercent: ratio, peakEquity: 10_050, positions: positions))
  }

  private static func position(
    _ status: PositionStatus = .open, side: PositionSide = .long, instrument: InstrumentIndex = 0,
    quantity: Fixed = 2, mark: Fixed? = 110, liquidation: Fixed? = 88, unrealised: Fixed? = 20,
    margin: Fixed? = 22
  ) -> PositionMark {
    PositionMark(
      instrument: instrument, side: side, quantity: quantity, entryPrice: 100, markPrice: mark,
      liquidationPrice: liquidation, unrealised: unrealised, margin: margin, marginRatioPercent: 500,
      realised: -2, openedAt: RowScenario.time(1), status: status)
  }

  @Test("an open position's row: percent of margin, leverage, distance, times")
  func open() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.mark([Self.position()]), at: 3)
    let row = try scenario.row(.livePositions)
    #expect(row["side"] == .text("LONG"))
    #expect(row["status"] == .text("OPEN"))
    #expect(row["entry_price"] == .real(100))
    #expect(row["current_price"] == .real(110))
    #expect(row["unrealized_pnl"] == .real(20))
    // 20 / 22.
    #expect(row["unrealized_pnl_pct"] == .real(90.909090909091))
    #expect(row["leverage"] == .real(10))
    #expect(row["margin_ratio"] == .real(500))
    // (110 - 88) / 110.
    #expect(row["liquidation_distance_pct"] == .real(20))
    #expect(row["opened_at"] == RowScenario.micros(1))
    #expect(row["updated_at"] == RowScenario.micros(3))
    #expect(row["closed_at"] == .null)
    #expect(row["currency"] == .text("USDT"))
    #expect(row["realized_pnl"] == .real(-2))
  }

  @Test("a short past its liquidation price has a negative distance")
  func short() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.mark([Self.position(side: .short, mark: 100, liquidation: 95)]), at: 3)
    #expect(try scenario.row(.livePositions)["liquidation_distance_pct"] == .real(-5))
  }

  @Test("the leverage that counts is the tier's when that allows less")
  func leverage() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.mark([Self.position(quantity: 1_000)]), at: 3)
    #expect(try scenario.row(.livePositions)["leverage"] == .real(5))
  }

  @Test("without a price everything that needs one is NULL, not zero (trap 18)")
  func noPrice() throws {
    var scenario = try RowScenario()
    let blind = Self.position(mark: nil, liquidation: nil, unrealised: nil, margin: nil)
    try scenario.send(Self.mark([blind], ratio: nil), at: 3)
    let unknown = [
      "current_price", "liquidation_price", "unrealized_pnl", "unrealized_pnl_pct", "margin", "leverage",
      "liquidation_distance_pct",
    ]
    let row = try scenario.row(.livePositions)
    for column in unknown { #expect(row[column] == .null, "\(column)") }
    #expect(try scenario.row(.equity)["margin_ratio"] == .null)
  }

  @Test("spot binds no margin: its percentage is of the cost, its leverage 1")
  func spot() throws {
    var scenario = try RowScenario()
    let spot = Self.position(instrument: 1, liquidation: nil, margin: nil)
    try scenario.send(Self.mark([spot]), at: 3)
    let row = try scenario.row(.livePositions)
    #expect(row["unrealized_pnl_pct"] == .real(10))
    #expect(row["leverage"] == .real(1))
    #expect(row["margin"] == .null)
  }

  @Test("a closed or liquidated position's row says so, and when")
  func closed() throws {
    for (status, name) in [(PositionStatus.closed, "CLOSED"), (.liquidated, "LIQUIDATED")] {
      var scenario = try RowScenario()
      let closed = Self.position(status, quantity: 0, liquidation: nil, unrealised: 0, margin: 0)
      try scenario.send(Self.mark([closed]), at: 3)
      let row = try scenario.row(.livePositions)
      #expect(row["status"] == .text(name))
      #expect(row["closed_at"] == RowScenario.micros(3))
      #expect(row["updated_at"] == RowScenario.micros(3))
      #expect(row["quantity"] == .real(0))
      #expect(row["unrealized_pnl_pct"] == .null)
    }
  }

  @Test("every valuation is a row of the equity curve")
  func equity() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.mark([]), at: 3)
    let row = try scenario.row(.equity)
    #expect(
      row.values == [
        RowScenario.micros(3), .text("test-acc-1"), .text("acc"), .text("USDT"), .real(10_000),
        .real(10_040), .real(-2), .real(40), .real(2), .real(0), .real(22), .real(2), .real(500),
        .real(10_050), .text("paper"), .timestamp(5_000),
      ])
  }

  private static func alert(
    _ id: String, _ severity: AlertSeverity = .warning, state: AlertState = .firing, message: String
  ) -> Event {
    .alert(
      Alert(
        id: AlertID(id), type: .marginRatioLow, severity: severity, state: state, symbol: "",
        message: message, details: [AlertDetail("margin_ratio", "120"), AlertDetail("note", "a\"b")],
        firedAt: RowScenario.time(4)))
  }

  @Test("the end of an alert replaces its row: the words it was raised with stay")
  func alerts() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.alert("alr-1", message: "low"), at: 4)
    let raised = try scenario.row(.riskEvents)
    #expect(raised["state"] == .text("FIRING"))
    #expect(raised["details"] == .text(#"{"margin_ratio":"120","note":"a\"b"}"#))
    #expect(raised["acknowledged"] == .boolean(false))
    #expect(raised["symbol"] == .null)
    #expect(raised["resolved_at"] == .null)
    try scenario.send(Self.alert("alr-1", state: .resolved, message: "safe again"), at: 9)
    let resolved = try scenario.row(.riskEvents)
    #expect(resolved["timestamp"] == raised["timestamp"])
    #expect(resolved["alert_id"] == raised["alert_id"])
    #expect(resolved["message"] == .text("low"))
    #expect(resolved["state"] == .text("RESOLVED"))
    #expect(resolved["resolved_at"] == RowScenario.micros(9))
    #expect(resolved["resolution"] == .text("safe again"))
  }

  @Test("an acknowledgement replaces the row, and stays in it when the cause ends")
  func acknowledged() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.alert("alr-1", message: "low"), at: 4)
    let raised = try #require(scenario.builder.state.alerts.firing.first)
    let seen = Acknowledgement(actor: "ann", reason: "known", at: RowScenario.time(6))
    let change = try #require(scenario.builder.state.alerts.acknowledge(raised.id, seen))
    try scenario.send(.alert(change), at: 6)
    let row = try scenario.row(.riskEvents)
    #expect(row["state"] == .text("ACKNOWLEDGED") && row["acknowledged"] == .boolean(true))
    #expect(row["acknowledged_by"] == .text("ann") && row["acknowledgement"] == .text("known"))
    #expect(row["acknowledged_at"] == RowScenario.micros(6) && row["resolved_at"] == .null)
    try scenario.send(Self.alert("alr-1", state: .resolved, message: "safe again"), at: 9)
    let resolved = try scenario.row(.riskEvents)
    #expect(resolved["state"] == .text("RESOLVED") && resolved["acknowledged_by"] == .text("ann"))
    #expect(resolved["message"] == .text("low") && resolved["timestamp"] == row["timestamp"])
  }

  @Test("a command is a row of its own, refused or not")
  func command() throws {
    var scenario = try RowScenario()
    try scenario.send(
      .operatorCommanded(
        OperatorRecord(
          command: OperatorCommand(.closePosition(0), actor: "ann", reason: ""),
          refusal: Rejection(code: "NO_POSITION", message: "none"), before: .paused, after: .paused)),
      at: 5)
    let row = try scenario.row(.operatorCommands)
    #expect(row["ts"] == RowScenario.micros(5) && row["actor"] == .text("ann"))
    #expect(row["action"] == .text("CLOSE") && row["outcome"] == .text("REFUSED"))
    #expect(row["refusal_code"] == .text("NO_POSITION") && row["reason"] == .null)
    #expect(row["target"] == .text(RowScenario.instruments[0].symbol.text))
    #expect(row["state_before"] == .text("PAUSED") && row["state_after"] == .text("PAUSED"))
  }

  @Test("a graver alert for the same cause ends the one before, so that none fires for ever")
  func graver() throws {
    var scenario = try RowScenario()
    try scenario.send(Self.alert("alr-1", message: "low"), at: 4)
    try scenario.send(Self.alert("alr-2", .critical, message: "very low"), at: 5)
    #expect(scenario.rows.map { $0["alert_id"] } == [.text("alr-1"), .text("alr-2")])
    #expect(scenario.rows.map { $0["state"] } == [.text("RESOLVED"), .text("FIRING")])
    #expect(scenario.rows[0]["resolved_at"] == RowScenario.micros(5))
    #expect(scenario.rows[1]["severity"] == .text("CRITICAL"))
  }
}
