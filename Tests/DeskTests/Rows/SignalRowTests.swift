import Desk
import Primitives
import Testing
import Trading

@Suite("Rows of signals")
struct SignalRowTests {
  @Test("an order's signal is approved, with its order and the price it would have crossed to")
  func ordered() throws {
    for (side, touch) in [(Side.buy, 101.0), (.sell, 99.0)] {
      var scenario = try RowScenario()
      let order = RowScenario.order(side: side)
      try scenario.send(RowScenario.decision(.ordered(order), side: side))
      let row = try scenario.row(.signalHistory)
      #expect(row["approved"] == .boolean(true))
      #expect(row["decision"] == .text("ORDERED"))
      #expect(row["order_id"] == .text(order.id.description))
      #expect(row["price"] == .real(touch))
      #expect(row["signal_type"] == .text("S1"))
      #expect(row["confidence"] == .real(0.25))
      #expect(row["risk_score"] == .null)
      #expect(row["rejection_reason"] == .null)
      #expect(row["intent_id"] == .text(order.id.intentID.description))
      #expect(row["idempotency_key"] == .text("k1"))
      #expect(row["key_rule"] == .text("signal_id"))
      #expect(row["created_at"] == RowScenario.micros(0))
      #expect(row["seq"] == .integer(2))
    }
  }

  @Test("a refused signal is not approved and says why; it has no order")
  func rejected() throws {
    var scenario = try RowScenario()
    try scenario.send(
      RowScenario.decision(
        .rejected(Rejection(code: "DATA_MISSING", message: "no price yet")), price: 95))
    #expect(scenario.rows.count == 1)
    let row = try scenario.row(.signalHistory)
    #expect(row["approved"] == .boolean(false))
    #expect(row["decision"] == .text("REJECTED"))
    #expect(row["reason_code"] == .text("DATA_MISSING"))
    #expect(row["rejection_reason"] == .text("no price yet"))
    #expect(row["order_id"] == .null)
    #expect(row["price"] == .real(95))
  }

  @Test("an informational signal is noted without an order")
  func noted() throws {
    var scenario = try RowScenario()
    try scenario.send(RowScenario.decision(.noted))
    let row = try scenario.row(.signalHistory)
    #expect(row["decision"] == .text("NOTED"))
    #expect(row["order_id"] == .null)
    #expect(row["reason_code"] == .null)
  }

  @Test("a signal refused and sent again in the same microsecond has two rows of different keys")
  func sameMicrosecond() throws {
    var scenario = try RowScenario()
    let refusal = RowScenario.decision(.rejected(Rejection(code: "X", message: "x")))
    var keys: Set<[RowValue?]> = []
    for _ in 0..<2 {
      try scenario.send(refusal)
      let row = try scenario.row(.signalHistory)
      keys.insert(Table.signalHistory.schema.keyColumns.map { row[$0] })
    }
    #expect(keys.count == 2)
  }

  @Test("a repeat leaves no row (S3-INT-10)")
  func duplicate() throws {
    var scenario = try RowScenario()
    let prior = PriorIntent(
      orderID: RowScenario.order().id, signalID: SignalID("s-k1"),
      fingerprint: Digest128(high: 0, low: 0))
    try scenario.send(RowScenario.decision(.duplicate(prior)))
    #expect(scenario.rows.isEmpty)
  }

  @Test("a session in dry-run leaves no row at all, whatever happens")
  func dryRun() throws {
    var scenario = try RowScenario(mode: .dryRun)
    try scenario.send(RowScenario.decision(.simulated(RowScenario.order())))
    #expect(scenario.rows.isEmpty)
    try scenario.send(RowScenario.decision(.rejected(Rejection(code: "X", message: "x"))))
    #expect(scenario.rows.isEmpty)
  }

  @Test("indicator values are a JSON object; NaN is null, quotes and line ends are escaped")
  func indicators() throws {
    var scenario = try RowScenario()
    let values = [
      IndicatorValue(name: "ema_fast", value: 1.5), IndicatorValue(name: "whole", value: 3),
      IndicatorValue(name: "a\"\\\n\u{1}é", value: .nan), IndicatorValue(name: "tiny", value: 1e-7),
    ]
    try scenario.send(RowScenario.decision(.noted, indicators: values))
    let json = #"{"ema_fast":1.5,"whole":3,"a\"\\\n\u0001é":null,"tiny":1e-07}"#
    #expect(try scenario.row(.signalHistory)["indicator_values"] == .text(json))
  }

  @Test("indicators that do not fit into 4 kB are left out whole, so that the JSON stays JSON")
  func tooManyIndicators() throws {
    var scenario = try RowScenario()
    let values = (0..<2_000).map { IndicatorValue(name: "indicator_\($0)", value: Double($0)) }
    try scenario.send(RowScenario.decision(.noted, indicators: values))
    guard case .text(let text) = try scenario.row(.signalHistory)["indicator_values"] else {
      Issue.record("no text")
      return
    }
    #expect(text.utf8.count <= 4_096)
    #expect(text.utf8.count > 4_000)
    #expect(text.hasPrefix(#"{"indicator_0":0,"#))
    #expect(text.hasSuffix("}"))
    let last = text.dropLast().split(separator: ":").last ?? ""
    #expect(Int(last) != nil)
  }
}
