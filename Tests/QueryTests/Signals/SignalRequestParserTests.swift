import Primitives
import Testing
import Trading

@testable import Query

@Suite("Reading a signal from a body")
struct SignalRequestParserTests {
  private static let whole = """
    {"signal_type": "s1", "symbol": "btcusdt", "side": "Buy", "quantity": 0.1, "order_type": "limit",
     "price": "50000.123456789012", "time_in_force": "ioc", "time_to_live_ms": 1500, "confidence": 0.75,
     "strategy_name": "ema", "indicator_values": {"fast": 1.5, "slow": -2e3}, "signal_id": "s-1",
     "bar_time": "2024-08-08T12:00:00Z"}
    """

  @Test("Every field is read, in any case, decimals digit for digit")
  func everything() throws {
    guard case .valid(let signal) = SignalRequestParser.parse(Array(Self.whole.utf8)) else {
      Issue.record("not valid")
      return
    }
    #expect(signal.type == .entry)
    #expect(signal.symbol.text == "BTCUSDT")
    #expect(signal.side == .buy)
    #expect(signal.quantity.description == "0.1")
    #expect(signal.orderType == .limit)
    #expect(signal.price?.description == "50000.123456789012")
    #expect(signal.timeInForce == .immediateOrCancel)
    #expect(signal.timeToLiveNanos == 1_500_000_000)
    #expect(signal.confidence?.description == "0.75")
    #expect(signal.strategyName == "ema")
    #expect(signal.indicatorValues == [.init(name: "fast", value: 1.5), .init(name: "slow", value: -2_000)])
    #expect(signal.id == SignalID("s-1"))
    #expect(signal.barTime == (try Samples.time("2024-08-08T12:00:00Z")))
    #expect(signal.source == .api)
  }

  @Test("The four required fields are enough: a market order, no price")
  func defaults() {
    guard case .valid(let signal) = SignalRequestParser.parse(body([:])) else {
      Issue.record("not valid")
      return
    }
    #expect(signal.orderType == .market)
    #expect(signal.price == nil)
    #expect(signal.timeInForce == .goodTillCancel)
    #expect(signal.id == nil)
  }

  @Test("null in an optional field is as good as leaving it out")
  func nullOptional() {
    guard case .valid(let signal) = SignalRequestParser.parse(body(["price": "null", "signal_id": "null"]))
    else {
      Issue.record("not valid")
      return
    }
    #expect(signal.price == nil)
  }

  @Test("A quantity no double can hold arrives unchanged", arguments: ["0.1", "123456789.000000000001"])
  func exact(_ text: String) {
    for written in [text, "\"\(text)\""] {
      guard case .valid(let signal) = SignalRequestParser.parse(body(["quantity": written])) else {
        Issue.record("not valid: \(written)")
        continue
      }
      #expect(signal.quantity.description == text)
    }
  }

  @Test("Each required field missing or null is named", arguments: SignalRequestParser.required)
  func missing(_ name: String) {
    for value in [nil, "null"] {
      let faults = faults(of: body([name: value]))
      #expect(faults.map(\.pointer) == ["/" + name])
      #expect(faults.first?.isMalformed == true)
    }
  }

  @Test("Each field of a wrong type is named and malformed", arguments: SignalRequestParser.known)
  func wrongType(_ name: String) {
    for value in ["[1]", "true", name == "indicator_values" ? "\"x\"" : "{}"] {
      let faults = faults(of: body([name: value]))
      #expect(faults.map(\.pointer) == ["/" + name], "\(name): \(value)")
      #expect(faults.first?.isMalformed == true)
    }
  }

  @Test(
    "Text that is no plain decimal is malformed",
    arguments: [
      "\"NaN\"", "\"Infinity\"", "\"1e3\"", "1e3", "\"\"", "\"1,5\"", "\" 1\"", "\"--1\"", "\"abc\"",
    ])
  func notDecimal(_ value: String) {
    for name in ["quantity", "price", "confidence"] {
      let faults = faults(of: body([name: value]))
      #expect(faults.map(\.pointer) == ["/" + name], "\(value)")
      #expect(faults.first?.isMalformed == true, "\(value)")
    }
  }

  @Test(
    "Values that read and cannot be used are unusable, with a code of their own",
    arguments: [
      ("quantity", "0", "INVALID_QUANTITY"), ("quantity", "-1", "INVALID_QUANTITY"),
      ("quantity", "1000000001", "INVALID_QUANTITY"), ("quantity", "0.0000000000001", "INVALID_QUANTITY"),
      ("quantity", "\"99999999999999999999999999999999999999\"", "INVALID_QUANTITY"),
      ("price", "0", "INVALID_PRICE"), ("price", "-5", "INVALID_PRICE"),
      ("confidence", "2", "INVALID_CONFIDENCE"), ("confidence", "-0.1", "INVALID_CONFIDENCE"),
      ("side", "\"HOLD\"", "INVALID_SIDE"), ("side", "\"\"", "INVALID_SIDE"),
      ("signal_type", "\"X9\"", "INVALID_SIGNAL_TYPE"), ("symbol", "\"BTC USDT\"", "INVALID_SYMBOL"),
      ("symbol", "\"\"", "INVALID_SYMBOL"), ("order_type", "\"STOP\"", "INVALID_ORDER_TYPE"),
      ("time_in_force", "\"DAY\"", "INVALID_TIME_IN_FORCE"),
      ("time_to_live_ms", "0", "INVALID_TIME_TO_LIVE_MS"),
      ("time_to_live_ms", "9223372036854775807", "INVALID_TIME_TO_LIVE_MS"),
      ("signal_id", "\"\"", "INVALID_SIGNAL_ID"), ("signal_id", "\"a\\u0007\"", "INVALID_SIGNAL_ID"),
      ("signal_id", "\"\u{e9}\"", "INVALID_SIGNAL_ID"),
      ("strategy_name", "\"a\\nb\"", "INVALID_STRATEGY_NAME"),
    ])
  func unusable(_ name: String, _ value: String, _ code: String) {
    let faults = faults(of: body([name: value]))
    #expect(faults.map(\.pointer) == ["/" + name])
    #expect(faults.map(\.code) == [code])
    #expect(faults.first?.isMalformed == false)
  }

  @Test("A time that is no RFC 3339 time is malformed")
  func barTime() {
    #expect(faults(of: body(["bar_time": "\"yesterday\""])).map(\.pointer) == ["/bar_time"])
  }

  @Test("A string of a megabyte in any text field is one fault and not repeated in it")
  func megabyte() {
    let long = "\"" + String(repeating: "a", count: 1 << 20) + "\""
    for name in ["symbol", "side", "signal_type", "strategy_name", "signal_id", "quantity"] {
      let faults = faults(of: body([name: long]))
      #expect(faults.count == 1)
      #expect((faults.first?.detail.utf8.count ?? 1_000) < 400)
    }
  }

  @Test("Text just below the body's limit is refused by its field", arguments: ["symbol", "strategy_name"])
  func longText(_ name: String) {
    let long = "\"" + String(repeating: "a", count: 60_000) + "\""
    let faults = faults(of: body([name: long]))
    #expect(faults.map(\.pointer) == ["/" + name])
    #expect((faults.first?.detail.utf8.count ?? 1_000) < 400)
  }

  @Test("Unknown fields are named, each with a pointer that escapes what JSON Pointer escapes")
  func unknown() {
    let faults = faults(of: body(["leverage": "5", "a/b~c": "1"]))
    #expect(Set(faults.map(\.pointer)) == ["/leverage", "/a~1b~0c"])
    #expect(!faults.contains { !$0.isMalformed })
  }

  @Test("Every fault is told at once")
  func all() {
    let faults = faults(of: body(["side": "\"HOLD\"", "quantity": "-1", "confidence": "2", "extra": "1"]))
    #expect(Set(faults.map(\.pointer)) == ["/side", "/quantity", "/confidence", "/extra"])
  }

  @Test(
    "What is no JSON object is one fault of the whole", arguments: ["", "{", "[]", "7", "{\"a\":NaN}", "{}x"])
  func noObject(_ text: String) {
    let faults = faults(of: Array(text.utf8))
    #expect(faults.map(\.pointer) == [""])
    #expect(faults.first?.isMalformed == true)
  }

  @Test("A key given twice is refused: two readers could disagree on it")
  func twice() {
    let text = #"{"signal_type":"S1","symbol":"A","side":"BUY","quantity":1,"quantity":2}"#
    #expect(faults(of: Array(text.utf8)).map(\.code) == ["MALFORMED_JSON"])
  }

  @Test("With type, symbol and side a signal is identified, whatever else is wrong")
  func identified() throws {
    let parsed = SignalRequestParser.parse(body(["quantity": "\"NaN\"", "confidence": "2"]))
    guard case .unusable(let signal?, _) = parsed else {
      Issue.record("not identified")
      return
    }
    #expect(signal.symbol.text == "BTCUSDT")
    #expect(signal.quantity.isZero)
    #expect(signal.confidence == 2)
    guard case .unusable(nil, _) = SignalRequestParser.parse(body(["side": "\"HOLD\""])) else {
      Issue.record("identified without a side")
      return
    }
  }

  @Test("Indicator values: numbers only, at most 64, finite")
  func indicators() {
    let many = (0..<65).map { "\"i\($0)\": \($0)" }.joined(separator: ",")
    #expect(faults(of: body(["indicator_values": "{\(many)}"])).map(\.pointer) == ["/indicator_values"])
    #expect(
      faults(of: body(["indicator_values": "{\"a\": \"1\"}"])).map(\.pointer) == ["/indicator_values/a"])
    let huge = faults(of: body(["indicator_values": "{\"a\": 1e999}"]))
    #expect(huge.map(\.code) == ["INVALID_INDICATOR_VALUES"])
  }

  /// The four required fields with some replaced (nil: left out).
  private func body(_ changes: [String: String?]) -> [UInt8] {
    var members: [String: String] = [
      "signal_type": "\"S1\"", "symbol": "\"BTCUSDT\"", "side": "\"BUY\"", "quantity": "1",
    ]
    for (name, value) in changes { members[name] = value }
    let text = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return Array("{\(text.joined(separator: ", "))}".utf8)
  }

  private func faults(of body: [UInt8]) -> [SignalFault] {
    switch SignalRequestParser.parse(body) {
    case .valid: []
    case .unusable(_, let faults): faults
    }
  }
}
