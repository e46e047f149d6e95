import Desk
import Ingest
import Platform
import Primitives
import Sync
import Synchronization
import Trading

/// Counts what the journal says: signals, orders, fills, alerts and how long orders take.
///
/// Fed by the event feed, a reader of the journal behind everyone else; counts begin at 0 with the process.
final class TradeMetrics: MetricSource {
  private let clock = Locked(OrderClock())
  private let readThrough = Atomic<Int64>(0)
  private let symbols: [String]

  private let signals = CounterFamily(
    "sextant_signals_total", "Signals decided, by type, decision and the code of a refusal.",
    labels: ["signal_type", "decision", "reason_code"],
    zeros: SignalType.allCases.flatMap { type in
      ["ORDERED", "REJECTED", "DUPLICATE", "NOTED", "SIMULATED"].map { [type.rawValue, $0, ""] }
    })
  private let orders = CounterFamily(
    "sextant_orders_total", "Orders that reached a status, by status and the code of an end.",
    labels: ["status", "reason_code"],
    zeros: [OrderStatus.pending, .submitted, .filled, .cancelled, .failed].map { [$0.rawValue, ""] })
  private let attempts = CounterFamily(
    "sextant_order_submit_attempts_total",
    "Requests to place an order that left, and what became of them.",
    labels: ["outcome"],
    zeros: ["sent", "sent_again", "accepted", "failed", "unknown"].map { [$0] })
  private let fills: CounterFamily
  private let alerts = CounterFamily(
    "sextant_risk_alerts_total", "Alerts raised, by severity and type.",
    labels: ["severity", "alert_type"],
    zeros: AlertType.allCases.flatMap { type in
      AlertSeverity.allCases.map { [$0.rawValue, type.rawValue] }
    })
  private let refusedFacts = CounterFamily(
    "sextant_venue_facts_refused_total", "What the exchange said and the desk could not believe.",
    labels: [], zeros: [[]])

  init(book: InstrumentBook) {
    symbols = book.instruments.map(\.symbol.text)
    fills = CounterFamily(
      "sextant_fills_total", "Executions booked, by symbol and kind.", labels: ["symbol", "kind"],
      zeros: symbols.map { [$0, FillKind.order.rawValue] })
  }

  /// Number of the newest event taken in.
  var cursor: Int64 { readThrough.load(ordering: .relaxed) }

  /// Says where the feed begins: what came before is not counted.
  func begin(after seq: Int64) { readThrough.store(seq, ordering: .relaxed) }

  /// Takes an event, the next after the last.
  func note(_ journaled: JournaledEvent) {
    readThrough.store(journaled.seq, ordering: .relaxed)
    let isComplete = clock.withLock { $0.note(journaled) }
    switch journaled.event {
    case .signalDecided(let decision): note(decision)
    case .order(_, let event): note(event)
    case .filled(let booking):
      let symbol = symbols.indices.contains(booking.fill.instrument) ? symbols[booking.fill.instrument] : ""
      fills.add([symbol, booking.fill.kind.rawValue])
      if isComplete { orders.add([OrderStatus.filled.rawValue, ""]) }
    case .alert(let alert):
      if alert.state == .firing { alerts.add([alert.severity.rawValue, alert.type.rawValue]) }
    case .factRefused: refusedFacts.add([])
    default: break
    }
  }

  private func note(_ decision: SignalDecision) {
    let type = decision.signal.type.rawValue
    switch decision.outcome {
    case .ordered:
      signals.add([type, "ORDERED", ""])
      orders.add([OrderStatus.pending.rawValue, ""])
    case .rejected(let rejection): signals.add([type, "REJECTED", rejection.code])
    case .duplicate: signals.add([type, "DUPLICATE", ""])
    case .noted: signals.add([type, "NOTED", ""])
    case .simulated: signals.add([type, "SIMULATED", ""])
    }
  }

  private func note(_ event: OrderEvent) {
    switch event {
    case .handedOff: attempts.add(["sent"])
    case .sentAgain: attempts.add(["sent_again"])
    case .accepted:
      attempts.add(["accepted"])
      orders.add([OrderStatus.submitted.rawValue, ""])
    case .failed(let error):
      attempts.add(["failed"])
      orders.add([OrderStatus.failed.rawValue, error.code])
    case .outcomeUnknown: attempts.add(["unknown"])
    case .cancelled(let reason): orders.add([OrderStatus.cancelled.rawValue, reason.rawValue])
    case .cancelRequested, .cancelRejected: break
    }
  }

  func write(to page: inout MetricPage) {
    for family in [signals, orders, attempts, fills, alerts, refusedFacts] { family.write(to: &page) }
    let clock = clock.withLock { $0 }
    page.begin(
      "sextant_order_hop_seconds", .histogram,
      "Time of an order from one hop to the next: handed_off since the decision, acknowledged since then, "
        + "filled (first fill) since then. Clock desk is the market's, wall is that of the commits.")
    for (place, hop) in OrderClock.Hop.allCases.enumerated() {
      page.sample(clock.desk[place].snapshot, [("hop", hop.rawValue), ("clock", "desk")])
      page.sample(clock.wall[place].snapshot, [("hop", hop.rawValue), ("clock", "wall")])
    }
    page.begin(
      "sextant_order_slippage_ratio", .histogram,
      "Distance of a fill's price from the arrival mid, a fraction of it, by direction.")
    page.sample(clock.adverse.snapshot, [("direction", "adverse")])
    page.sample(clock.favourable.snapshot, [("direction", "favourable")])
    page.single(
      "sextant_orders_followed", .gauge, "Working orders whose hops are being timed.",
      Int64(clock.followedCount))
  }
}
