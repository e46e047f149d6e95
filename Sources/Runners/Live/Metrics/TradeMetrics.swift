import Desk
import Ingest
import Platform
import Primitives
import Sync
import Synchronization
import Trading

/// Counts what the journal says of each account: signals, orders, fills, alerts and how long orders take.
///
/// Fed by the event feed, a reader of the journal behind everyone else; counts begin at 0 with the process.
final class TradeMetrics: MetricSource {
  private let clocks: Locked<[AccountID: OrderClock]>
  private let readThrough = Atomic<Int64>(0)
  private let symbols: [String]
  private let accounts: [AccountID]

  private let signals: CounterFamily
  private let orders: CounterFamily
  private let attempts: CounterFamily
  private let fills: CounterFamily
  private let alerts: CounterFamily
  private let refusedFacts: CounterFamily

  /// - Parameter accounts: those that trade; each has its label from the start.
  init(book: InstrumentBook, accounts: [AccountID]) {
    self.accounts = accounts
    symbols = book.instruments.map(\.symbol.text)
    clocks = Locked(Dictionary(accounts.map { ($0, OrderClock()) }, uniquingKeysWith: { first, _ in first }))
    func family(_ name: String, _ help: String, _ labels: [String], zeros: [[String]]) -> CounterFamily {
      CounterFamily(
        name, help, labels: ["account"] + labels,
        zeros: accounts.flatMap { account in zeros.map { [account.text] + $0 } },
        cap: 500 * accounts.count)
    }
    signals = family(
      "sextant_signals_total", "Signals decided, by type, decision and the code of a refusal.",
      ["signal_type", "decision", "reason_code"],
      zeros: SignalType.allCases.flatMap { type in
        ["ORDERED", "REJECTED", "DUPLICATE", "NOTED", "SIMULATED"].map { [type.rawValue, $0, ""] }
      })
    orders = family(
      "sextant_orders_total", "Orders that reached a status, by status and the code of an end.",
      ["status", "reason_code"],
      zeros: [OrderStatus.pending, .submitted, .filled, .cancelled, .failed].map { [$0.rawValue, ""] })
    attempts = family(
      "sextant_order_submit_attempts_total",
      "Requests to place an order that left, and what became of them.", ["outcome"],
      zeros: ["sent", "sent_again", "accepted", "failed", "unknown"].map { [$0] })
    fills = family(
      "sextant_fills_total", "Executions booked, by symbol and kind.", ["symbol", "kind"],
      zeros: symbols.map { [$0, FillKind.order.rawValue] })
    alerts = family(
      "sextant_risk_alerts_total", "Alerts raised, by severity and type.", ["severity", "alert_type"],
      zeros: AlertType.allCases.flatMap { type in
        AlertSeverity.allCases.map { [$0.rawValue, type.rawValue] }
      })
    refusedFacts = family(
      "sextant_venue_facts_refused_total", "What the exchange said and the desk could not believe.", [],
      zeros: [[]])
  }

  /// Number of the newest event taken in.
  var cursor: Int64 { readThrough.load(ordering: .relaxed) }

  /// Says where the feed begins: what came before is not counted.
  func begin(after seq: Int64) { readThrough.store(seq, ordering: .relaxed) }

  /// Takes an event, the next after the last.
  func note(_ journaled: JournaledEvent) {
    readThrough.store(journaled.seq, ordering: .relaxed)
    let isComplete = clocks.withLock { $0[journaled.account]?.note(journaled) ?? false }
    let account = journaled.account.text
    switch journaled.event {
    case .signalDecided(let decision): note(decision, account)
    case .order(_, let event): note(event, account)
    case .filled(let booking):
      let symbol = symbols.indices.contains(booking.fill.instrument) ? symbols[booking.fill.instrument] : ""
      fills.add([account, symbol, booking.fill.kind.rawValue])
      if isComplete { orders.add([account, OrderStatus.filled.rawValue, ""]) }
    case .alert(let alert):
      if alert.state == .firing { alerts.add([account, alert.severity.rawValue, alert.type.rawValue]) }
    case .factRefused: refusedFacts.add([account])
    default: break
    }
  }

  private func note(_ decision: SignalDecision, _ account: String) {
    let type = decision.signal.type.rawValue
    switch decision.outcome {
    case .ordered:
      signals.add([account, type, "ORDERED", ""])
      orders.add([account, OrderStatus.pending.rawValue, ""])
    case .rejected(let rejection): signals.add([account, type, "REJECTED", rejection.code])
    case .duplicate: signals.add([account, type, "DUPLICATE", ""])
    case .noted: signals.add([account, type, "NOTED", ""])
    case .simulated: signals.add([account, type, "SIMULATED", ""])
    }
  }

  private func note(_ event: OrderEvent, _ account: String) {
    switch event {
    case .handedOff: attempts.add([account, "sent"])
    case .sentAgain: attempts.add([account, "sent_again"])
    case .accepted:
      attempts.add([account, "accepted"])
      orders.add([account, OrderStatus.submitted.rawValue, ""])
    case .failed(let error):
      attempts.add([account, "failed"])
      orders.add([account, OrderStatus.failed.rawValue, error.code])
    case .outcomeUnknown: attempts.add([account, "unknown"])
    case .cancelled(let reason): orders.add([account, OrderStatus.cancelled.rawValue, reason.rawValue])
    case .cancelRequested, .cancelRejected: break
    }
  }

  func write(to page: inout MetricPage) {
    for family in [signals, orders, attempts, fills, alerts, refusedFacts] { family.write(to: &page) }
    let known = clocks.withLock { $0 }
    let clocks = accounts.compactMap { account in
      known[account].map { (("account", account.text), $0) }
    }
    page.begin(
      "sextant_order_hop_seconds", .histogram,
      "Time of an order from one hop to the next: handed_off since the decision, acknowledged since then, "
        + "filled (first fill) since then. Clock desk is the market's, wall is that of the commits.")
    for (account, clock) in clocks {
      for (place, hop) in OrderClock.Hop.allCases.enumerated() {
        page.sample(clock.desk[place].snapshot, [account, ("hop", hop.rawValue), ("clock", "desk")])
        page.sample(clock.wall[place].snapshot, [account, ("hop", hop.rawValue), ("clock", "wall")])
      }
    }
    page.begin(
      "sextant_order_slippage_ratio", .histogram,
      "Distance of a fill's price from the arrival mid, a fraction of it, by direction.")
    for (account, clock) in clocks {
      page.sample(clock.adverse.snapshot, [account, ("direction", "adverse")])
      page.sample(clock.favourable.snapshot, [account, ("direction", "favourable")])
    }
    page.begin("sextant_orders_followed", .gauge, "Working orders whose hops are being timed.")
    for (account, clock) in clocks { page.sample(Int64(clock.followedCount), [account]) }
  }
}
