import Foundation
import Testing
import Trading

@testable import Runners

@Suite("A faulty configuration tells all that is wrong, each with its place")
struct ConfigurationFaultTests {
  @Test("in one list, in the order of the file, what contradicts behind it")
  func all() throws {
    let file = """
      {
        prot: 1,
        http: { prot: 80, port: 70000, host: 5 },
        leverage: "10",
        balance: 1e5,
        leverage: 3,
        market: [], // no section
        caps: { max_orders: 0.5, max_positions: 1001, price_collar_fraction: -0.1 },
        log: { level: 'inof' },
        port: 80,
        mode: "paprika",
        alerts: { margin_warning_buffer: 0.1, margin_critical_buffer: .2 },
      }
      """
    #expect(
      try Configurations.faults(file, [], ["SEXTANT_CAPS_MAX_ORDERS": "none"]) == [
        "desk.json5:2:3: prot: there is no such key; known here are data, instance, mode, strategy, balance, "
          + "leverage, seed, instruments, market, http, log, stores, retention, caps, alerts, strategies, "
          + "accounts",
        "desk.json5:3:11: http.prot: there is no such key (did you mean 'port'?)",
        "desk.json5:3:27: http.port: must be a whole number from 0 to 65535, not 70000",
        "desk.json5:3:40: http.host: must be a text, not a number",
        "desk.json5:4:13: leverage: must be a whole number from 1 to 125, not a string",
        "desk.json5:5:12: balance: must be a decimal from 0.000000000001 to 1000000000000000: "
          + "exponent notation is not accepted at character 2, not 1e5",
        "desk.json5:6:3: leverage: this key was given before",
        "desk.json5:7:11: market: must be an object, not an array",
        "desk.json5:8:23: caps.max_orders: must be a whole number from 1 to 1000, not 0.5",
        "desk.json5:8:43: caps.max_positions: must be a whole number from 1 to 1000, not 1001",
        "desk.json5:8:72: caps.price_collar_fraction: must be a decimal from 0.000000000001 to 1, not -0.1",
        "desk.json5:9:17: log.level: must be one of trace, debug, info, warning, error "
          + "(did you mean 'info'?), not 'inof'",
        "desk.json5:10:3: port: there is no such key (did you mean 'http.port'?)",
        "desk.json5:11:9: mode: must be one of dry-run, paper, not 'paprika'",
        "SEXTANT_CAPS_MAX_ORDERS: must be a whole number from 1 to 1000, not 'none'",
        "desk.json5:12:65: alerts.margin_critical_buffer: alerts.margin_critical_buffer 0.2 "
          + "must not be above alerts.margin_warning_buffer 0.1",
      ])
  }

  @Test(
    "every contradiction, by its key",
    arguments: [
      ("{market: {speed: 'max'}}", "1:18: market.speed: speed max needs a tape"),
      (
        "{stores: {questdb: {password_file: 'x'}}}",
        "stores.questdb.password_file: goes with a connection"
      ),
      (
        "{stores: {questdb: {connection: 'host=h', password_file: 'absent'}}}",
        "1:58: stores.questdb.password_file: password file: cannot read absent"
      ),
      ("{alerts: {margin_warning_ratio_percent: 10}}", "1:41: alerts.margin_warning_ratio_percent: "),
      (
        "{strategy: 'ema-corss'}",
        "1:12: strategy: must be one of \((StrategyCatalogue.names + ["none"]).joined(separator: ", ")) "
          + "(did you mean 'ema-cross'?)"
      ),
      ("{accounts: [{name: 'a', strategy: 'x'}]}", "1:35: accounts[0].strategy: must be one of"),
      ("{accounts: [{name: 'a'}, {name: 'a'}]}", "1:33: accounts[1].name: 'a' is also that of accounts[0]"),
      ("{accounts: [{balance: 1}]}", "1:13: accounts[0].name: is missing"),
      ("{accounts: [7]}", "1:13: accounts[0]: must be an object, not a number"),
      ("{accounts: {}}", "1:12: accounts: must be an array of objects, not an object"),
      ("{accounts: [{name: 'a', caps: {max_order: 1}}]}", "(did you mean 'max_orders'?)"),
      ("{strategies: [{name: 'a', fast_period: 20}]}", "1:22: strategies[0]: the slow period must be above"),
      (
        "{strategies: [{name: 'a', kind: 'donchian', fast_period: 3}]}",
        "1:58: strategies[0].fast_period: donchian has no such parameter; it has entry_bars, exit_bars"
      ),
      (
        "{strategies: [{name: 'a', kind: 'donchian', exit_bars: 30}]}",
        "1:22: strategies[0]: the exit bars must be at most the entry bars (20), got 30"
      ),
      (
        "{strategies: [{name: 'a', entry_notional: 3, risk_percent: 1}]}",
        "1:60: strategies[0].risk_percent: the size of an entry is given by entry_notional already"
      ),
      ("{strategies: [{name: 'none'}]}", "1:22: strategies[0].name: 'none' is a name the program comes with"),
      ("{instruments: 'absent.json'}", "1:15: instruments: cannot read absent.json"),
      ("{data: 'a\\0b'}", "1:8: data: must not hold a NUL character"),
      ("{http: {cors_origins: ['*']}}", "1:24: http.cors_origins: must be an origin"),
      ("{http: {cors_origins: 'https://a'}}", "1:23: http.cors_origins: must be an array of texts"),
      ("{seed: null}", "1:8: seed: must be a whole number"),
      ("[]", "1:1: the file must hold an object, not an array"),
      ("{a", "1:3: the text ends inside an object"),
    ])
  func contradiction(file: String, fault: String) throws {
    let faults = try Configurations.faults(file)
    #expect(faults.count == 1 && faults.first?.contains(fault) == true, "\(faults)")
  }

  @Test("live trading is refused in the words of the rule, S4-SAFE-01")
  func live() throws {
    let words = "Live trading requested but LIVE_TRADING_ACK=true not set; refusing to start"
    #expect(try Configurations.faults("{mode: 'live'}").first?.contains("1:8: mode: " + words) == true)
    let error = try #require(throws: Configurations.BadArguments.self) {
      try Configurations.read(nil, ["--mode", "live"])
    }
    #expect(error.faults.first?.contains(words) == true)
  }

  @Test("options and environment are named by what they are called")
  func names() throws {
    #expect(
      try Configurations.faults(nil, ["--speed", "max"])
        == ["--speed: speed max needs a tape: a synthetic market has no end"])
    #expect(
      try Configurations.faults("{}", [], ["SEXTANT_SPEED": "max"])
        == ["SEXTANT_SPEED: speed max needs a tape: a synthetic market has no end"])
    #expect(try Configurations.faults(nil, ["--strategy", "none"]).isEmpty)
  }

  @Test("no fault repeats a connection")
  func secrets() throws {
    for file in [
      "{stores: {questdb: {connection: 'host=h password=hunter2 hots=x'}}}",
      "{stores: {questdb: {connection: 'hunter2'}}}", "{stores: {questdb: {connection: ['hunter2']}}}",
    ] {
      let faults = try Configurations.faults(file)
      #expect(!faults.isEmpty && !faults.joined().contains("hunter2"), "\(faults)")
    }
  }

  @Test("an instruments file's faults stand in the same list, by that file's name")
  func instruments() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/instruments.json"
    try #"{"instruments": [{"symbol": "b c"}]}"#.write(toFile: path, atomically: true, encoding: .utf8)
    let faults = try Configurations.faults("{seed: -1, instruments: '\(path)'}")
    #expect(faults.first?.contains("seed") == true)
    #expect(faults.contains { $0.hasPrefix(path + ": instruments[0].symbol must be") }, "\(faults)")
  }

  @Test("past the cap faults are counted")
  func cap() throws {
    let file = "{" + (0..<5_000).map { "x\($0): 1," }.joined() + "}"
    let faults = try Configurations.faults(file)
    #expect(faults.count == ConfigurationFaults.cap + 1 && faults.last == "and 4900 faults more")
    let long = "{data: '" + String(repeating: "a", count: 1 << 18) + "'}"
    #expect(try Configurations.faults(long).count == 1)
  }
}
