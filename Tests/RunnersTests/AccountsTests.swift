import Desk
import Ingest
import Platform
import Primitives
import Query
import Synchronization
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("Several accounts in one service")
struct AccountsTests {
  private let alpha = AccountTerms(name: AccountID("alpha"))
  private let beta = AccountTerms(name: AccountID("beta"), startingBalance: 50_000, leverage: 5)

  private func settings(_ settings: ServiceSettings, _ accounts: AccountTerms...) -> ServiceSettings {
    var settings = settings
    if let first = accounts.first { settings.firstAccount = first }
    settings.moreAccounts = Array(accounts.dropFirst())
    return settings
  }

  /// A short synthetic market nobody trades but the endpoint.
  private func quiet(_ scratch: Scratch, betaLeverage: Int = 5) -> ServiceSettings {
    var base = ServiceSettings()
    base.dataDirectory = scratch.path + "/data"
    base.synthesisedHistoryNanos = 60 * Nanos.perSecond
    var (alpha, beta) = (alpha, beta)
    alpha.strategy = nil
    beta.strategy = nil
    beta.leverage = betaLeverage
    return settings(base, alpha, beta)
  }

  private func finish(_ settings: ServiceSettings) throws {
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish: \(String(describing: running.endedAs))")
      return
    }
  }

  private func account(_ running: RunningService, _ name: String) throws -> LiveAccount {
    try #require(running.service.accounts[AccountID(name)])
  }

  private func signal(_ account: LiveAccount, _ id: String) throws -> SignalAnswer? {
    try account.enter(id).wait(upTo: RunningService.deadlineNanos)
  }

  private func order(_ account: LiveAccount, _ id: String) throws -> OrderID {
    guard case .decided(let decision)? = try signal(account, id), let order = decision.order else {
      throw MarketFailure(description: "no order")
    }
    return order.id
  }

  private func tell(_ account: LiveAccount, _ action: OperatorAction) throws -> OperatorReceipt {
    let said = OneShot<OperatorAnswer>()
    account.operate(OperatorCommand(action, actor: "ann", reason: "test")) { _ = said.fulfil($0) }
    guard case .done(let receipt)? = said.wait(upTo: RunningService.deadlineNanos) else {
      throw MarketFailure(description: "no receipt")
    }
    return receipt
  }

  /// The rows of services that had one account each, together.
  private func rowsAlone(_ base: ServiceSettings, _ accounts: AccountTerms...) throws -> [String: [String]] {
    var rows: [String: [String]] = [:]
    for terms in accounts {
      var alone = settings(base, terms)
      alone.dataDirectory += "-\(terms.name)"
      try finish(alone)
      rows.merge(try Tables.all(alone.dataDirectory)) { $0 + $1 }
    }
    return rows.mapValues { $0.sorted() }
  }

  @Test("on one replay leave the rows each leaves alone, stopped on the way or not (S2-ORD-18, trap 20)")
  func rows() throws {
    let scratch = try Scratch()
    let base = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 30_000))
    let both = settings(base, alpha, beta)
    for row: Int64 in [1, 3_000, 9_000] {
      let running = try RunningService(both)
      let last = try account(running, "beta")
      running.waitUntil("row \(row) of beta") { (last.board.latest?.tapeRow ?? 0) >= row }
      running.interrupt()
    }
    try finish(both)
    let expected = try rowsAlone(base, alpha, beta)
    let found = try Tables.all(both.dataDirectory)
    for name in Tables.names { #expect(found[name] == expected[name], "\(name) differs") }
    #expect((expected["live_orders"]?.count ?? 0) > 20)
    let sessions = try Tables.lines(
      both.dataDirectory, "SELECT DISTINCT account, session FROM journal ORDER BY 1")
    #expect(sessions.dropFirst() == ["alpha,sextant-alpha-1", "beta,sextant-beta-1"])
  }

  @Test("one signal for two of them is two orders; a command reaches the one that was named")
  func apart() throws {
    let scratch = try Scratch()
    let running = try RunningService(quiet(scratch))
    defer { running.stop() }
    let (alpha, beta) = (try account(running, "alpha"), try account(running, "beta"))
    running.waitUntil("both decide") { alpha.phase == .running && beta.phase == .running }
    let orders = [try order(alpha, "s"), try order(beta, "s")]
    #expect(Set(orders).count == 2)
    #expect(try tell(beta, .halt).record.after == .halted)
    guard case .decided(let decision)? = try signal(beta, "t"), case .rejected(let no) = decision.outcome
    else {
      Issue.record("a halted account took an entry")
      return
    }
    #expect(no.code == "TRADING_HALTED")
    _ = try order(alpha, "t")
    for (name, state) in [("alpha", "RUNNING"), ("beta", "HALTED")] {
      try running.waitUntil("\(name) shows its state") {
        try running.get("/api/trading?account=\(name)").json["state"]?.string == state
      }
      let events = try running.get("/api/events?account=\(name)&limit=1000").json["results"]?.array ?? []
      #expect(!events.isEmpty)
      #expect(events.allSatisfy { $0["account_id"]?.string == name })
      #expect(events.allSatisfy { $0["session_id"]?.string == "sextant-\(name)-1" })
      let metrics = try Loopback.text("/metrics", port: running.service.port)
      #expect(metrics.contains("sextant_trading_state{account=\"\(name)\",state=\"\(state)\"} 1\n"))
      #expect(metrics.contains("sextant_ready_check{check=\"account_\(name)\"} 1\n"))
    }
    try running.waitUntil("each order is in its account's list") {
      let lists = try ["alpha", "beta"].map { name in
        try running.get("/api/orders?account=\(name)").json["results"]?.array?.last?["order_id"]?.string
      }
      return lists == orders.map(\.description)
    }
  }

  @Test("one that fails stops alone: the other trades on, and readiness names it")
  func failing() throws {
    let scratch = try Scratch()
    let first = try RunningService(quiet(scratch))
    let betaAtFirst = try account(first, "beta")
    first.waitUntil("beta decides") { betaAtFirst.phase == .running }
    first.stop()
    let running = try RunningService(quiet(scratch, betaLeverage: 7))
    defer { running.stop() }
    let (alpha, beta) = (try account(running, "alpha"), try account(running, "beta"))
    running.waitUntil("beta has stopped") { if case .failed = beta.phase { true } else { false } }
    running.waitUntil("alpha decides") { alpha.phase == .running }
    _ = try order(alpha, "s")
    guard case .unavailable(.stopped(let reason))? = try signal(beta, "s") else {
      Issue.record("an account that stopped took a signal")
      return
    }
    #expect(reason.contains("--leverage 5"), "\(reason)")
    let ready = try running.get("/health/ready")
    #expect(ready.status == 503)
    #expect(ready.json["checks"]?["account_beta"]?["detail"]?.string?.contains("--leverage 5") == true)
    #expect(ready.json["checks"]?["account_alpha"]?["status"]?.string == "ok")
    #expect(running.endedAs == nil)
  }

  @Test("the market goes on to the stores when the first account has failed")
  func marketOfTheOther() throws {
    let scratch = try Scratch()
    let first = try RunningService(quiet(scratch))
    let both = first.service.accounts.all
    first.waitUntil("both decide") { both.allSatisfy { $0.phase == .running } }
    first.stop()
    let store = try DifficultStore(.silent)
    defer { store.stop() }
    var settings = quiet(scratch)
    // Other terms than its session was begun with: it fails before it has noted anything.
    settings.firstAccount.leverage = 7
    settings.stores = [
      StoreSettings(kind: .questdb, connection: try store.connection("user=u dbname=d"))
    ]
    let running = try RunningService(settings)
    defer { running.stop() }
    let (alpha, beta) = (try account(running, "alpha"), try account(running, "beta"))
    running.waitUntil("alpha has stopped") { alpha.failure != nil }
    running.waitUntil("beta decides") { beta.phase == .running }
    try running.waitUntil("ticks wait for the store") {
      let page = try Loopback.text("/metrics", port: running.service.port)
      let depth = page.split(separator: "\n").first {
        $0.hasPrefix("sextant_queue_depth{queue=\"market_questdb\"} ")
      }
      return depth.flatMap { Int($0.split(separator: " ")[1]) } ?? 0 > 0
    }
  }

  /// From now on the exchange of an account cannot keep what it is asked: its log refuses the rows.
  private func breakExchange(_ running: RunningService, _ name: String, in data: String) throws {
    try SQLiteConnection(path: data + "/paper.sqlite", mode: .readWrite).execute(
      """
      CREATE TRIGGER broken BEFORE INSERT ON requests WHEN NEW.session = 'sextant-\(name)-1'
        BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END
      """)
  }

  @Test("one whose exchange breaks in the middle stops alone, is named everywhere, and nobody waits for it")
  func failingOnTheWay() throws {
    let scratch = try Scratch()
    let settings = quiet(scratch)
    let running = try RunningService(settings)
    defer { running.stop() }
    let (alpha, beta) = (try account(running, "alpha"), try account(running, "beta"))
    running.waitUntil("both decide") { alpha.phase == .running && beta.phase == .running }
    _ = try order(beta, "before")
    try breakExchange(running, "beta", in: settings.dataDirectory)
    // Handed in before it stops, in whatever groups they are decided: all are answered.
    let count = 50
    let said = Locked<[NoDecision]>([])
    let all = OneShot<Void>()
    let symbol = try #require(Symbol("BTCUSDT"))
    for place in 0..<count {
      let note: @Sendable (NoDecision) -> Void = { why in
        let isLast = said.withLock { said in
          said.append(why)
          return said.count == count
        }
        if isLast { all.fulfil(()) }
      }
      guard place % 5 != 4 else {
        beta.operate(OperatorCommand(.halt, actor: "ann", reason: "test")) { answer in
          if case .unavailable(let why) = answer { note(why) }
        }
        continue
      }
      let signal = Signal(
        id: SignalID("s\(place)"), type: .entry, symbol: symbol, side: .buy,
        quantity: try Fixed(parsing: "0.01"), source: .api)
      beta.submit(signal, clientKey: nil) { if case .unavailable(let why) = $0 { note(why) } }
    }
    #expect(all.wait(upTo: RunningService.deadlineNanos) != nil, "somebody waits")
    let words = said.withLock { $0 }
    guard case .inDoubt(let reason)? = words.first else {
      Issue.record("the first was decided: \(words)")
      return
    }
    #expect(reason.contains("broken on purpose"))
    #expect(words.contains { if case .stopped = $0 { true } else { false } })
    running.waitUntil("beta has stopped") { beta.failure != nil }
    #expect(beta.failure == reason && alpha.failure == nil)
    #expect(running.service.failures == ["beta: \(reason)"])
    #expect(beta.notes.count == 0)
    for id in ["a", "b"] { _ = try order(alpha, id) }
    #expect(alpha.phase == .running)
    let ready = try running.get("/health/ready")
    #expect(ready.status == 503)
    #expect(ready.json["checks"]?["account_beta"]?["detail"]?.string == reason)
    #expect(ready.json["checks"]?["account_alpha"]?["status"]?.string == "ok")
    #expect(ready.json["checks"]?["journal"]?["status"]?.string == "ok")
    let listed = try running.get("/api/accounts").json["results"]?.array
    #expect(listed?.map { $0["failure"]?.string } == [nil, reason])
    let metrics = try Loopback.text("/metrics", port: running.service.port)
    #expect(metrics.contains("sextant_account_state{account=\"beta\",state=\"failed\"} 1\n"))
    #expect(metrics.contains("sextant_account_state{account=\"alpha\",state=\"running\"} 1\n"))
    #expect(metrics.contains("sextant_ready_check{check=\"account_beta\"} 0\n"))
    #expect(running.endedAs == nil)
  }

  @Test("the service ends with the last of them, and says which failed and why")
  func ends() {
    let (a, b) = (AccountID("a"), AccountID("b"))
    func told(_ ending: Service.Ending?) -> String? {
      switch ending {
      case .finished?: "finished"
      case .failed(let reason)?: reason
      case nil: nil
      }
    }
    var ends = AccountEnds([a, b], endsWithTape: true)
    #expect(told(ends.finish(a)) == nil)
    #expect(told(ends.finish(b)) == "finished")
    #expect(told(ends.fail(b, "late")) == nil, "it ends once")
    ends = AccountEnds([a, b], endsWithTape: true)
    #expect(told(ends.fail(b, "why")) == nil)
    #expect(told(ends.finish(a)) == "b: why")
    ends = AccountEnds([a, b], endsWithTape: false)
    #expect(told(ends.finish(a)) == nil && told(ends.finish(b)) == nil)
    #expect(told(ends.fail(a, "1")) == nil)
    #expect(told(ends.fail(b, "2")) == "a: 1; b: 2")
    ends = AccountEnds([a], endsWithTape: false)
    #expect(told(ends.fail(a, "why")) == "why")
  }
}
