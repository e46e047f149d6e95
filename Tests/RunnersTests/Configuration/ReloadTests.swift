import Desk
import Ingest
import Platform
import Primitives
import Sync
import Testing
import Trading

@testable import Runners

@Suite("What is changed while the service runs")
struct ReloadTests {
  private struct Journal {
    var orders = 0
    var refusals = 0
    var marginAlerts = 0
    var events = 0
    var state: AccountState
  }

  /// Folds every event there is, whatever the snapshots say.
  private func fold(_ data: String) throws -> Journal {
    let book = try BuiltIn.instruments().book
    let reader = try JournalReader(path: data + "/sextant.sqlite", instruments: book)
    var found = Journal(state: AccountState(instruments: book, maxOrders: TradingCaps().maxOrders))
    var cursor: Int64 = 0
    while true {
      let events = try reader.events(after: cursor, limit: 1_000)
      guard let last = events.last else { return found }
      for journaled in events {
        found.state.apply(journaled.event, at: journaled.at)
        found.events += 1
        switch journaled.event {
        case .signalDecided(let decision):
          if decision.order != nil { found.orders += 1 }
          if case .rejected(let rejection) = decision.outcome, rejection.code == "MAX_ORDER_NOTIONAL" {
            found.refusals += 1
          }
        case .alert(let alert) where alert.type == .marginRatioLow: found.marginAlerts += 1
        default: break
        }
      }
      cursor = last.seq
    }
  }

  @Test("counts from the next decision on, and a restart under either limits finds the same state")
  func adopted() throws {
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 60_000))
    let running = try RunningService(settings)
    running.waitForRow(4_000)
    var caps = TradingCaps()
    var alarm = MarginAlarm()
    alarm.warningRatioPercent = 1_000_000
    running.service.adopt(settings.account, caps: caps, marginAlarm: alarm)
    // Positions are still opened under the new alarm; then no more.
    running.waitForRow(20_000)
    caps.maxOrderNotional = 1
    running.service.adopt(settings.account, caps: caps, marginAlarm: alarm)
    running.waitForTapeEnd()
    running.stop()
    let whole = try fold(settings.dataDirectory)
    // Decided under both: orders before, refusals after.
    #expect(whole.orders > 0 && whole.refusals > 0)
    #expect(whole.marginAlerts > 0)
    let book = try BuiltIn.instruments().book
    let hash = SnapshotCodec(instruments: book).stateHash(whole.state)
    let reader = try JournalReader(path: settings.dataDirectory + "/sextant.sqlite", instruments: book)
    let recovered = try Recovery.load(
      account: settings.account, instruments: book, maxOrders: TradingCaps().maxOrders, from: reader)
    #expect(recovered.stateHash == hash && recovered.eventsReplayed < whole.events)
    // A start decides nothing anew: not under the old limits, nor under the new.
    let before = try Tables.all(settings.dataDirectory)
    for limits in [TradingCaps(), caps] {
      settings.caps = limits
      let again = try RunningService(settings)
      guard case .finished? = again.waitForEnd() else {
        again.stop()
        Issue.record("the restart did not come to the tape's end")
        return
      }
      again.stop()
      #expect(try Tables.all(settings.dataDirectory) == before)
      #expect(SnapshotCodec(instruments: book).stateHash(try fold(settings.dataDirectory).state) == hash)
    }
  }

  @Test("caps of the configuration hold from the start")
  func caps() throws {
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 8_000))
    settings.caps.maxOrderNotional = 1
    let running = try RunningService(settings)
    running.waitForTapeEnd()
    running.stop()
    let found = try fold(settings.dataDirectory)
    #expect(found.orders == 0 && found.refusals > 0)
  }

  @Test("instruments and account of the configuration reach session and journal, and are noted")
  func instruments() throws {
    let scratch = try Scratch()
    let own = String(decoding: try BuiltIn.instruments().bytes, as: UTF8.self)
      .replacing("\"max_quantity\": \"1000\"", with: "\"max_quantity\": \"999\"")
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 2_000))
    settings.account = AccountID("alpha")
    settings.instruments = try InstrumentFile(json: Array(own.utf8))
    let running = try RunningService(settings)
    running.waitForTapeEnd()
    running.stop()
    #expect(
      try Tables.lines(settings.dataDirectory, "SELECT DISTINCT session FROM journal").last
        == "sextant-alpha-1")
    let kept = try KeptInstruments.load(directory: settings.dataDirectory)
    #expect(kept == settings.instruments?.book)
    #expect(kept[0].maxQuantity == 999)
    #expect(try ProjectionRules.of(directory: settings.dataDirectory).instruments == kept)
    // Without the file the program's own count again, for those commands too.
    settings.instruments = nil
    let again = try RunningService(settings)
    again.stop()
    #expect(
      try KeptInstruments.load(directory: settings.dataDirectory) == BuiltIn.instruments().book)
  }

  @Test("strategies of the configuration trade with their own parameters")
  func strategy() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 8_000)
    var orders: [Int] = []
    for (name, fast, slow) in [("slow", 30, 60), ("fast", 2, 4)] {
      var settings = Replays.settings(scratch, tape: tape, data: name)
      var terms = StrategySettings()
      terms.fastPeriod = fast
      terms.slowPeriod = slow
      settings.strategy = name
      settings.strategyTerms = StrategyTerms(kind: "ema-cross", settings: terms)
      let running = try RunningService(settings)
      running.waitForTapeEnd()
      running.stop()
      orders.append(try fold(settings.dataDirectory).orders)
    }
    #expect(orders[1] > orders[0], "\(orders)")
  }
}
