import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Ingest

extension WriterChecks {
  /// Texts that a careless writer stumbles over.
  static let hostile = [
    "'; DROP TABLE live_orders; --", "\"quoted\"", "back\\slash", "new\nline\r\n\t",
    "🧭🏴‍☠️ naïve e\u{301}", "$1 %s", "\u{202E}mirrored", "nul\u{0}byte", String(repeating: "ü", count: 40_000),
  ]

  func hostileTexts() throws {
    let harness = try WriterHarness(store)
    for text in Self.hostile {
      try harness.commit(harness.desk.fill(tradeID: text, feeAsset: text, exchangeOrderID: text))
      try harness.commit(harness.desk.refusal(text))
    }
    try harness.commit(harness.desk.refusal(String(repeating: "no ", count: 350_000)))
    try harness.start()
    try expectEqual(harness)
    #expect(harness.status.rowsRefused == 0)
    #expect(try harness.count(.fills) == Int64(Self.hostile.count))
    let connection = try store.connect()
    defer { connection.close() }
    let longest = try connection.query("SELECT max(length(error_message)) FROM live_orders")
    #expect(longest.first?.first?.int64 == 4_096)
    let found = try connection.query(
      "SELECT count(*) FROM fills WHERE fee_asset = $1", [Self.hostile[0]])
    #expect(found == [[.integer(1)]])
  }

  /// What cannot be written to: a clear word, and never the password.
  func addresses() throws {
    let web = try FakeServer([.answer(Array("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n".utf8))])
    var wrong = [
      ("password=wr0ng-s3cr3t", "refusedLogin"),
      ("port=\(web.port) sslmode=disable password=wr0ng-s3cr3t", "notThisProtocol"),
      ("port=\(try FakeServer.closedPort()) password=wr0ng-s3cr3t", "cannotConnect"),
    ]
    if store.kind == .postgres { wrong.append(("dbname=nosuch_base", "nosuch_base")) }
    for (change, words) in wrong {
      let harness = try WriterHarness(store)
      try harness.trade(2)
      try harness.start(address: store.address + " " + change)
      #expect(harness.waitsWith(words), "\(change): \(harness.status)")
      #expect(harness.fired(.unreachable).count == 1)
      #expect(harness.status.acknowledgedSeq == 0 && harness.status.lagEvents > 0)
      harness.stop()
      let said = try harness.everythingSaid()
      #expect(!said.contains("wr0ng-s3cr3t"))
      let secret = try #require(store.address.split(separator: " ").first { $0.hasPrefix("password=") })
      // QuestDB's is a word of its name.
      if store.kind == .postgres { #expect(!said.contains(secret.dropFirst("password=".count))) }
      #expect(!said.contains("password="))
      #expect(said.contains("127.0.0.1"))
    }
  }

  /// A server of another kind than told is refused by name and not written to.
  func otherKind() throws {
    let wrong = StoreHarness(kind: store.kind == .questdb ? .postgres : .questdb, address: store.address)
    let harness = try WriterHarness(wrong)
    try harness.start()
    #expect(harness.waits { harness.status.faults.first?.kind == .otherServer }, "\(harness.status)")
  }

  /// A server that goes silent is given up, and a stop does not wait for it.
  func silent() throws {
    let proxy = try WireProxy(to: port)
    let harness = try WriterHarness(store)
    try harness.start(address: address(proxy)) {
      $0.answerNanos = 1_000_000_000
      $0.connectNanos = 1_000_000_000
    }
    try harness.trade(5)
    #expect(try harness.catchesUp())
    proxy.behave { $0.isSilent = true }
    try harness.trade(5)
    #expect(harness.waitsWith("timedOut"), "\(harness.status)")
    #expect(harness.fired(.unreachable).count == 1)
    let start = MonotonicClock.nowNanoseconds()
    harness.stop(graceNanos: 100_000_000)
    #expect(MonotonicClock.nowNanoseconds() - start < 3_000_000_000)
    proxy.behave { $0.isSilent = false }
    try harness.start(address: address(proxy))
    try expectEqual(harness)
  }

  /// A stop while an answer is waited for cuts the connection after the grace.
  func stopWhileWaiting() throws {
    let proxy = try WireProxy(to: port)
    let harness = try WriterHarness(store)
    try harness.start(address: address(proxy))
    try harness.trade(1)
    #expect(try harness.catchesUp())
    proxy.behave { $0.isSilent = true }
    try harness.trade(1)
    let start = MonotonicClock.nowNanoseconds()
    harness.stop(graceNanos: 300_000_000)
    let took = MonotonicClock.nowNanoseconds() - start
    #expect(took >= 300_000_000 && took < 5_000_000_000)
    #expect(harness.status.state == .stopped && harness.status.lagEvents > 0)
  }

  // MARK: The market

  private func tick(_ number: Int) -> MarketEvent {
    .tick(
      MarketTick(
        instrument: 0, at: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(number) * 1_000),
        bid: 50_000, ask: 50_001, bidSize: 1, askSize: 2))
  }

  func market() throws {
    let source = Self.hostile[0]
    let lane = MarketLane(instruments: ScriptedDesk.instruments, source: source)
    let harness = try WriterHarness(store)
    try harness.start(market: lane)
    for number in 0..<2_500 { lane.note(tick(number), row: Int64(number)) }
    let candle = Candle(
      instrument: 0, openAt: Timestamp(nanoseconds: 1_700_000_000_000_000_000),
      closeAt: Timestamp(nanoseconds: 1_700_000_060_000_000_000), open: 1, high: 3, low: 1, close: 2,
      volume: 9)
    lane.note(.candle(candle), row: 1)
    // Before 1970: left out and counted.
    lane.note(
      .tick(
        MarketTick(
          instrument: 0, at: Timestamp(nanoseconds: -5_000), bid: 1, ask: 2, bidSize: 1, askSize: 1)), row: 9)
    try harness.trades(10)
    #expect(harness.waits { harness.status.marketRows == 2_501 }, "\(harness.status)")
    #expect(harness.waits { harness.status.marketDropped == 1 })
    try expectEqual(harness)
    #expect(try harness.count(.ticks) == 2_500)
    #expect(try harness.count(.candles) == 1)
    let connection = try store.connect()
    defer { connection.close() }
    #expect(
      try connection.query(
        "SELECT bar_seconds, open, high, low, close, volume FROM candles WHERE source = $1", [source])
        == [[.integer(60), .real(1), .real(3), .real(1), .real(2), .real(9)]])
    let ticks = try connection.query("SELECT min(symbol), max(seq) FROM ticks")
    #expect(ticks == [[.text("BTCUSDT"), .integer(2_499)]])
  }

  /// A full lane counts what it leaves out, and a slow server takes the orders first.
  func ordersFirst() throws {
    let proxy = try WireProxy(to: port)
    let lane = MarketLane(instruments: ScriptedDesk.instruments, source: "synthetic")
    for number in 0..<(MarketLane.capacity + 100) { lane.note(tick(number), row: Int64(number)) }
    #expect(lane.droppedCount == 100)
    let harness = try WriterHarness(store)
    try harness.trades(300)
    let journaled = harness.journal.health.committedSeq
    proxy.behave { $0.delayMillis = 5 }
    try harness.start(address: address(proxy), market: lane) { $0.delayNanos = 0 }
    #expect(harness.waits { harness.status.marketRows > 0 }, "\(harness.status)")
    #expect(harness.status.acknowledgedSeq >= journaled, "all of the journal before the market's first row")
    proxy.behave { $0.delayMillis = 20 }
    try harness.trades(50)
    let more = harness.journal.health.committedSeq
    #expect(harness.waits { harness.status.acknowledgedSeq >= more })
    #expect(harness.status.marketRows < MarketLane.capacity, "\(harness.status)")
    proxy.behave { $0.delayMillis = 0 }
    #expect(harness.waits { harness.status.marketRows == MarketLane.capacity }, "\(harness.status)")
    // What is on its way when the connection goes is lost, and counted; the lane goes on.
    for number in 0..<20_000 { lane.note(tick(number), row: Int64(number)) }
    proxy.behave { $0.isCut = true }
    #expect(harness.waits { harness.status.state == .waiting })
    proxy.behave { $0.isCut = false }
    #expect(
      harness.waits {
        let status = harness.status
        return status.marketRows + status.marketDropped == Int64(MarketLane.capacity + 100 + 20_000)
      }, "\(harness.status)")
  }
}
