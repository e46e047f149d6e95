import Desk
import Ingest
import Platform
import Primitives
import Query
import Sync
import Synchronization
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("An operator and a running service")
struct OperatorTests {
  /// A short synthetic market nobody trades but the endpoint.
  private func settings(_ scratch: Scratch) -> ServiceSettings {
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.strategy = nil
    settings.synthesisedHistoryNanos = 60 * Nanos.perSecond
    return settings
  }

  private func tell(
    _ running: RunningService, _ action: OperatorAction, reason: String = "test"
  ) throws -> OperatorReceipt {
    let said = OneShot<OperatorAnswer>()
    running.account.operate(OperatorCommand(action, actor: "ann", reason: reason)) {
      _ = said.fulfil($0)
    }
    guard case .done(let receipt)? = said.wait(upTo: RunningService.deadlineNanos) else {
      throw MarketFailure(description: "no receipt")
    }
    return receipt
  }

  private func signal(_ running: RunningService, _ id: String) throws -> SignalDecision.Outcome? {
    let symbol = try #require(Symbol("BTCUSDT"))
    let said = OneShot<SignalAnswer>()
    running.account.submit(
      Signal(
        id: SignalID(id), type: .entry, symbol: symbol, side: .buy,
        quantity: try Fixed(parsing: "0.01"), source: .api), clientKey: nil
    ) { _ = said.fulfil($0) }
    guard case .decided(let decision)? = said.wait(upTo: RunningService.deadlineNanos) else {
      return nil
    }
    return decision.outcome
  }

  private func started(_ settings: ServiceSettings) throws -> RunningService {
    let running = try RunningService(settings)
    running.waitUntil("the account decides") { running.account.phase == .running }
    return running
  }

  @Test("Refused commands are journaled so many a minute; all are answered, what can be done is done")
  func hammered() throws {
    let scratch = try Scratch()
    let settings = settings(scratch)
    let running = try started(settings)
    defer { running.stop() }
    // Far more than the cap, however slow the machine.
    let (count, cap) = (1_000, RefusedCommands.capPerMinute)
    let answers = Locked<[OperatorAnswer]>([])
    let all = OneShot<Void>()
    for _ in 0..<count {
      running.account.operate(OperatorCommand(.closePosition(0), actor: "ann", reason: "test")) { answer in
        let isLast = answers.withLock { answers in
          answers.append(answer)
          return answers.count == count
        }
        if isLast { all.fulfil(()) }
      }
    }
    #expect(all.wait(upTo: RunningService.deadlineNanos) != nil)
    for answer in answers.withLock({ $0 }) {
      guard case .done(let receipt) = answer, receipt.record.refusal?.code == "NO_POSITION" else {
        Issue.record("another answer: \(answer)")
        return
      }
    }
    #expect(try tell(running, .halt).record.after == .halted)
    let journaled = try Tables.lines(
      settings.dataDirectory, "SELECT count(*) FROM journal WHERE type = 'operator_commanded'")
    let kept = try #require(journaled.last.flatMap { Int($0) })
    #expect(kept >= cap + 1 && kept < count)
    let metrics = try Loopback.text("/metrics", port: running.service.port)
    #expect(
      metrics.contains(
        "sextant_operator_refusals_unjournaled_total{account=\"main\"} \(count + 1 - kept)\n"))
  }

  @Test("Refusals are journaled up to the cap of any minute; the first past it is told")
  func refusals() {
    var refusals = RefusedCommands()
    func take(_ seconds: Int64) -> String {
      switch refusals.take(at: Timestamp(nanoseconds: seconds * Nanos.perSecond)) {
      case .journal: "journal"
      case .count(let isFirst): isFirst ? "first" : "count"
      }
    }
    for _ in 0..<RefusedCommands.capPerMinute { #expect(take(10) == "journal") }
    #expect([take(10), take(11), take(69)] == ["first", "count", "count"])
    #expect([take(70), take(71)] == ["journal", "journal"])
  }

  @Test("A halt holds over a restart and over a new session, until it is resumed")
  func haltSurvives() throws {
    let scratch = try Scratch()
    var settings = settings(scratch)
    for (place, isNew) in [false, false, true].enumerated() {
      settings.beginsNewSession = isNew
      let running = try started(settings)
      defer { running.stop() }
      if place == 0 { #expect(try tell(running, .halt, reason: "news").record.after == .halted) }
      guard case .rejected(let rejection)? = try signal(running, "s") else {
        Issue.record("an entry passed a halted account")
        return
      }
      #expect(rejection.code == "TRADING_HALTED" && rejection.message.contains("ann (news)"))
    }
    settings.beginsNewSession = false
    let running = try started(settings)
    defer { running.stop() }
    running.waitUntil("the second session goes on") {
      running.account.board.newest?.view.session.ordinal == 2
    }
    #expect(running.account.board.newest?.view.trading.state == .halted)
    #expect(try tell(running, .resume).record.before == .halted)
    guard case .ordered? = try signal(running, "s") else {
      Issue.record("a resumed account refused an entry")
      return
    }
    let commands =
      "SELECT actor, action, outcome, state_before, state_after FROM operator_commands ORDER BY seq"
    try running.waitUntil("the commands are in their table") {
      try Tables.lines(settings.dataDirectory, commands).dropFirst() == [
        "ann,HALT,APPLIED,RUNNING,HALTED", "ann,RESUME,APPLIED,HALTED,RUNNING",
      ]
    }
  }

  @Test("Commands and signals are decided in the order they came; a flatten leaves nothing held")
  func flatten() throws {
    let scratch = try Scratch()
    let running = try started(settings(scratch))
    defer { running.stop() }
    guard case .ordered? = try signal(running, "s") else {
      Issue.record("no order")
      return
    }
    running.waitUntil("the order is filled") {
      running.account.board.newest?.view.mark.positions.count == 1
    }
    #expect(try tell(running, .drain).record.after == .draining)
    #expect(try tell(running, .flatten).placed.count == 1)
    running.waitUntil("nothing is held") { running.account.board.newest?.view.mark.positions.isEmpty == true }
    #expect(try tell(running, .flatten).placed.isEmpty)
  }

  @Test("A receipt names what the last decision on a symbol leaves open, and why")
  func receipt() throws {
    func decision(_ symbol: String, _ outcome: SignalDecision.Outcome, leaving: Fixed = 0) throws -> Event {
      let signal = Signal(
        type: .exit, symbol: try #require(Symbol(symbol)), side: .sell, quantity: 1, source: .operator)
      let intent = IntentID(account: AccountID("a"), session: SessionID("s"), key: symbol)
      return .signalDecided(
        SignalDecision(
          signal: signal, key: IdempotencyKey(text: symbol, rule: .signalID),
          fingerprint: Digest128(high: 0, low: 0), intentID: intent, outcome: outcome, bid: 1, ask: 1,
          leftOpen: leaving))
    }
    let at = Timestamp(nanoseconds: 1)
    let order = Order(
      id: IntentID(account: AccountID("a"), session: SessionID("s"), key: "k").orderID,
      signalID: SignalID("s"), sessionID: SessionID("s"), instrument: 0, side: .sell, type: .market,
      timeInForce: .goodTillCancel, reduceOnly: true, quantity: 1, limitPrice: nil, createdAt: at,
      expiresAt: nil)
    let command = OperatorCommand(.flatten, actor: "ann", reason: "test")
    let record = OperatorRecord(command: command, refusal: nil, before: .running, after: .running)
    let events: [Event] = [
      .operatorCommanded(record), try decision("AUSDT", .ordered(order), leaving: 2),
      try decision("AUSDT", .ordered(order)), try decision("BUSDT", .ordered(order), leaving: 3),
      try decision("CUSDT", .rejected(Rejection(code: "DATA_MISSING", message: "no price"))),
    ]
    let receipt = try #require(OperatorReceipt(of: events, at: at))
    #expect(receipt.placed.count == 3)
    #expect(receipt.refused.map(\.symbol.text) == ["BUSDT", "CUSDT"])
    #expect(receipt.refused.map(\.reason.code) == ["CLOSE_INCOMPLETE", "DATA_MISSING"])
    #expect(receipt.refused.first?.reason.message.contains("3 stay open") == true)
    let headless = OperatorReceipt(of: Array(events.dropFirst()), at: at)
    #expect(headless?.placed == nil)
  }

  @Test("Who commands and then asks finds it done: the state is hung out before the answer")
  func seenAtOnce() throws {
    let scratch = try Scratch()
    let running = try started(settings(scratch))
    defer { running.stop() }
    let account = running.account
    for place in 0..<20 {
      let action: OperatorAction = place.isMultiple(of: 2) ? .pauseEntries : .resume
      let seen = OneShot<TradingState?>()
      account.operate(OperatorCommand(action, actor: "ann", reason: "test")) { _ in
        _ = seen.fulfil(account.board.newest?.view.trading.state)
      }
      let state = try #require(seen.wait(upTo: RunningService.deadlineNanos))
      #expect(state == (place.isMultiple(of: 2) ? .paused : .running), "command \(place)")
    }
  }

  @Test("The journal is read part by part, filtered, to its newest event")
  func events() throws {
    let scratch = try Scratch()
    let running = try started(settings(scratch))
    defer { running.stop() }
    _ = try tell(running, .pauseEntries)
    _ = try tell(running, .resume)
    let first = try running.get("/api/events?limit=1")
    #expect(first.json["results"]?.array?.first?["type"]?.string == "session_started")
    #expect(first.json["next_after"]?.int64 == 1)
    let commands = try running.get("/api/events?type=operator_commanded&limit=1000").json
    #expect(
      commands["results"]?.array?.map { $0["payload"]?["action"]?.string } == ["PAUSE", "RESUME"])
    #expect(commands["newest"]?.int64 == commands["next_after"]?.int64)
    #expect(try running.get("/api/events?session=other").json["results"]?.array?.isEmpty == true)
    #expect(try running.get("/api/events?after=-1").status == 400)
  }
}
