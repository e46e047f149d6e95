import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Replay equals live (domain model 10.5, 9)")
struct ReplayTests {
  static let seeds: [UInt64] = [1, 20_260_302, 0xfeed_beef, 77]

  /// A state with where in the journal it stood.
  private struct Prefix {
    let length: Int
    let state: AccountState
  }

  @Test("Folding the journal gives the live account, from the start and from every prefix", arguments: seeds)
  func replay(seed: UInt64) throws {
    var scenario = try Scenario(seed: seed)
    var prefixes: [Prefix] = []
    for index in 0..<6_000 {
      if index % 250 == 0 {
        prefixes.append(Prefix(length: scenario.harness.journal.count, state: scenario.harness.state))
      }
      scenario.step()
    }
    let journal = scenario.harness.journal
    expectVariety(in: scenario.harness, seed: seed)
    expectEqual(scenario.harness.replayed, scenario.harness.state, "seed \(seed)")
    for prefix in prefixes {
      var folded = AccountState(
        instruments: scenario.harness.desk.settings.instruments, maxOrders: prefix.state.orders.cap)
      for entry in journal.prefix(prefix.length) { folded.apply(entry.event, at: entry.at) }
      expectEqual(folded, prefix.state, "seed \(seed), first \(prefix.length)")
      var goingOn = restored(prefix.state, scenario.harness.desk.settings.instruments)
      for entry in journal.dropFirst(prefix.length) { goingOn.apply(entry.event, at: entry.at) }
      expectEqual(goingOn, scenario.harness.state, "seed \(seed), restored after \(prefix.length)")
    }
  }

  @Test("A desk folded through its own apply is due no later than the live one", arguments: seeds)
  func deskReplay(seed: UInt64) throws {
    var scenario = try Scenario(seed: seed)
    for _ in 0..<1_000 { scenario.step() }
    let live = scenario.harness.desk
    var desk = AccountDesk(settings: live.settings)
    for entry in scenario.harness.journal { desk.apply(entry.event, at: entry.at) }
    expectEqual(desk.state, live.state)
    let expiries = live.state.orders.working.filter { !$0.cancelRequested }.compactMap(\.expiresAt)
    if let first = expiries.min() {
      let due = try #require(desk.nextDeadline)
      #expect(due <= first)
    }
  }

  @Test(
    "Through crashes and lost answers no order is placed twice, and desk and exchange end agreed (10.5, 1-3)",
    arguments: seeds)
  func agreement(seed: UInt64) throws {
    var scenario = try Scenario(seed: seed, maxOrders: 1_000, isHonest: true)
    for _ in 0..<2_000 { scenario.step() }
    scenario.drain()
    let (state, venue) = (scenario.harness.state, scenario.harness.venue)
    #expect(!venue.refusals.contains { $0.contains("second submit") }, "seed \(seed): \(venue.refusals)")
    for order in state.orders.orders {
      guard let placed = venue.placed[order.id] else {
        let cannotBe: [OrderStatus] = [.submitted, .partiallyFilled, .filled]
        #expect(!cannotBe.contains(order.status), "seed \(seed): \(order)")
        continue
      }
      #expect(order.status == placed.status, "seed \(seed): \(order.id)")
      #expect(order.filledQuantity == placed.filled, "seed \(seed): \(order.id)")
      // A cancel that answers in place of the acknowledgement does not say the exchange's id.
      let isKnown = order.exchangeOrderID == placed.exchangeID
      #expect(isKnown || order.status == .cancelled && order.exchangeOrderID == nil)
    }
    for instrument in Fixture.prices.indices {
      #expect(state.positions.quantity(instrument) == venue.net[instrument] ?? 0, "seed \(seed)")
    }
    expectEqual(scenario.harness.replayed, state)
  }

  @Test("A journal folds under a cap lowered since: a restart is no place to stop (S2-ORD-04)")
  func loweredCap() async {
    await #expect(processExitsWith: .success) {
      var harness = try DeskHarness()
      for _ in 0..<3 { _ = try harness.order(limit: 49_000) }
      var fresh = AccountState(instruments: try Fixture.book(), maxOrders: 2)
      for entry in harness.journal { fresh.apply(entry.event, at: entry.at) }
      #expect(fresh.orders.workingCount == 3, "a working order is never forgotten")
    }
  }

  @Test("The same seed gives the same journal and effects")
  func deterministic() throws {
    var first = try Scenario(seed: 5)
    var second = try Scenario(seed: 5)
    for _ in 0..<1_500 {
      first.step()
      second.step()
    }
    #expect(first.harness.journal == second.harness.journal)
    #expect(first.harness.effects == second.harness.effects)
  }

  /// The state as a snapshot brings it back.
  private func restored(_ state: AccountState, _ instruments: InstrumentBook) -> AccountState {
    let rate = state.entryRate.content
    return AccountState(
      instruments: instruments, maxOrders: state.orders.cap, session: state.session,
      orders: state.orders.orders, positions: state.positions.all.reversed(),
      entryRate: RateWindow(newestSecond: rate.newestSecond, counts: rate.counts),
      alerts: AlertBook(
        firing: state.alerts.firing, happenings: state.alerts.happenings,
        raisedCount: state.alerts.raisedCount),
      tradeIDs: state.tradeIDs.map(\.key), lastFillAt: state.lastFillAt, lastMarkAt: state.lastMarkAt,
      lastSyncMarkAt: state.lastSyncMarkAt, peakEquity: state.peakEquity, tapeEnded: state.tapeEnded,
      trading: state.trading, commandCount: state.commandCount)
  }

  /// A generator that stopped reaching the rare things would prove little.
  private func expectVariety(in harness: DeskHarness, seed: UInt64) {
    var kinds: Set<String> = []
    for event in harness.events {
      switch event {
      case .sessionStarted: kinds.insert("session")
      case .signalDecided(let decision):
        switch decision.outcome {
        case .ordered: kinds.insert("ordered")
        case .rejected: kinds.insert("rejected")
        case .duplicate: kinds.insert("duplicate")
        case .noted: kinds.insert("noted")
        case .simulated: kinds.insert("simulated")
        }
      case .order(_, let change):
        switch change {
        case .handedOff: kinds.insert("handedOff")
        case .sentAgain: kinds.insert("sentAgain")
        case .accepted: kinds.insert("accepted")
        case .failed: kinds.insert("failed")
        case .outcomeUnknown: kinds.insert("unknown")
        case .cancelRequested: kinds.insert("cancelRequested")
        case .cancelRejected: kinds.insert("cancelRejected")
        case .cancelled: kinds.insert("cancelled")
        }
      case .filled(let booking): kinds.insert(booking.isLate ? "late" : "filled")
      case .fundingBooked: kinds.insert("funding")
      case .marked(let mark): kinds.insert(mark.cause.rawValue)
      case .alert(let alert): kinds.insert(alert.state.rawValue)
      case .factRefused: kinds.insert("refused")
      case .tapeEnded: kinds.insert("tape")
      case .operatorCommanded(let record): kinds.insert(record.command.action.name)
      }
    }
    let missing = Set([
      "ordered", "rejected", "duplicate", "noted", "handedOff", "accepted", "failed", "unknown",
      "cancelRequested", "cancelRejected", "cancelled", "filled", "late", "funding", "CHANGE", "SYNC",
      "FIRING", "refused", "HALT", "RESUME", "CLOSE", "FLATTEN", "CANCEL_ALL", "ACKNOWLEDGED",
    ]).subtracting(kinds)
    #expect(missing.isEmpty, "seed \(seed) never reached \(missing.sorted())")
  }
}
