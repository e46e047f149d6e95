import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("People stop and start trading (ruling 7)")
struct TradingControlTests {
  @Test(
    "Entries and exits are judged by the state in force, of strategies and of the endpoint alike",
    arguments: [
      (OperatorAction.halt, "TRADING_HALTED", "TRADING_HALTED"),
      (.drain, "TRADING_DRAINING", nil), (.pauseEntries, "TRADING_PAUSED", nil),
    ] as [(OperatorAction, String, String?)])
  func judged(_ action: OperatorAction, _ entry: String, _ exit: String?) throws {
    for source in [SignalSource.api, .strategy] {
      var harness = try DeskHarness()
      try harness.hold(.buy, "0.02", at: 50_000)
      harness.operate(action)
      let refused = harness.send(harness.signal(id: "in", source: source))
      #expect(harness.code(refused) == entry)
      let out = harness.send(harness.signal(.exit, .sell, "0.02", id: "out", source: source))
      #expect(harness.code(out) == exit)
      #expect((out?.order == nil) == (exit != nil))
      let noted = harness.send(harness.signal(.confirmed, id: "note", source: source))
      #expect(noted?.outcome == .noted)
      harness.operate(.resume)
      let again = harness.send(harness.signal(id: "in", source: source))
      #expect(again?.order != nil, "a refused signal may be sent again")
    }
  }

  @Test("A command is one event before its consequences: who, why, outcome, state before and after")
  func record() throws {
    var harness = try DeskHarness()
    let resting = try harness.order(limit: 49_000)
    let step = harness.operate(.drain, reason: "exchange maintenance")
    let record = OperatorRecord(
      command: OperatorCommand(.drain, actor: "ann", reason: "exchange maintenance"), refusal: nil,
      before: .running, after: .draining)
    #expect(
      step.events == [
        .operatorCommanded(record), .order(resting, .cancelRequested(.operatorRequest)),
      ])
    #expect(step.effects == [.cancel(resting, Fixture.btc)])
    #expect(
      harness.state.trading
        == TradingControl(
          .draining, since: harness.now, actor: "ann", reason: "exchange maintenance"))
  }

  @Test("Draining takes back working entries and leaves exits; pausing and halting take back nothing")
  func draining() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let entry = try harness.order(limit: 49_000)
    let exit = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    #expect(harness.operate(.pauseEntries).effects.isEmpty)
    #expect(harness.operate(.halt).effects.isEmpty)
    harness.operate(.drain)
    harness.settle()
    #expect(try harness.order(entry).status == .cancelled)
    #expect(try harness.order(exit).status == .submitted)
  }

  @Test("Said again, a state keeps who set it first; every state can become every other")
  func everyState() throws {
    let actions: [OperatorAction] = [.resume, .pauseEntries, .drain, .halt]
    for first in actions {
      for second in actions {
        var harness = try DeskHarness()
        harness.operate(first, actor: "ann")
        let before = harness.state.trading
        harness.advance(seconds: 1)
        harness.operate(second, actor: "bob")
        if first == second {
          #expect(harness.state.trading == before)
        } else {
          #expect(harness.state.trading.actor == "bob" && harness.state.trading.state != before.state)
        }
      }
    }
  }

  @Test("A halt survives a restart and a new session, until somebody resumes")
  func survives() throws {
    var harness = try DeskHarness()
    harness.operate(.halt, reason: "fat finger")
    let halted = harness.state.trading
    _ = harness.restart()
    #expect(harness.state.trading == halted)
    harness.feed(.beginSession(Fixture.session(ordinal: 2)))
    #expect(harness.state.trading == halted)
    #expect(harness.state.session?.trading == halted, "the session's first event says it by itself")
    for (instrument, price) in Fixture.prices.enumerated() { harness.quote(instrument, price, price + 1) }
    #expect(harness.code(harness.send(harness.signal(id: "s"))) == "TRADING_HALTED")
    harness.operate(.resume)
    harness.feed(.beginSession(Fixture.session(ordinal: 3)))
    #expect(harness.state.trading == TradingControl())
    expectEqual(harness.replayed, harness.state)
  }

  @Test("An entry that never left is not sent while entries are not allowed; an exit is, unless halted")
  func resubmission() throws {
    for (action, code) in [
      (OperatorAction.pauseEntries, "TRADING_PAUSED"), (.drain, "TRADING_DRAINING"),
      (.halt, "TRADING_HALTED"),
    ] {
      var harness = try DeskHarness()
      try harness.hold(.buy, "0.01", at: 50_000)
      let entry = try harness.order(limit: 49_000, settling: false)
      let exit = try harness.order(.exit, .sell, "0.01", settling: false)
      if action == .drain { harness.venue.answers = [] }
      harness.operate(action)
      let isHalted = action == .halt
      // The cancel that draining asked for ends the entry as well: by its own name.
      let step = harness.restart()
      #expect(step.effects == (isHalted ? [] : [.submit(try harness.order(exit).request)]))
      let ended = try harness.order(entry)
      #expect(ended.status == (action == .drain ? .cancelled : .failed))
      if action != .drain { #expect(ended.reasonCode == code) }
      #expect(try harness.order(exit).status == (isHalted ? .failed : .pending))
      if isHalted { #expect(try harness.order(exit).reasonCode == code) }
    }
  }

  @Test("An order the exchange shows not to have is not sent again while halted")
  func lostOrder() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.unknownAndLost]
    let id = try harness.order(settling: false)
    harness.outbox = [.submit(try harness.order(id).request)]
    harness.operate(.halt)
    harness.settle()
    #expect(try harness.order(id).status == .failed)
    #expect(try harness.order(id).reasonCode == "TRADING_HALTED")
    #expect(harness.venue.totalSubmits == 1)
  }

  @Test("Texts beyond their length are cut, so that nothing journaled is without bound")
  func bounded() {
    let command = OperatorCommand(
      .halt, actor: String(repeating: "a", count: 100), reason: String(repeating: "b", count: 300))
    #expect(command.actor.count == 64 && command.reason.count == 256)
  }

  @Test("Before a session nothing is commanded")
  func noSession() throws {
    var harness = try DeskHarness(beginning: false)
    #expect(harness.operate(.halt).events.isEmpty)
    #expect(harness.state.trading == TradingControl())
  }
}
