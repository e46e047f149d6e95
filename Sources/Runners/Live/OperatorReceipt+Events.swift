import Desk
import Primitives
import Query
import Trading

extension OperatorReceipt {
  /// What a command came to, read from the events it led to; nil when its record is not the first of them.
  init?(of events: [Event], at now: Timestamp) {
    guard case .operatorCommanded(let record)? = events.first else { return nil }
    var placed: [OrderID] = []
    var cancelling: [OrderID] = []
    var refused: [RefusedClose] = []
    for event in events {
      switch event {
      case .signalDecided(let decision):
        placed += decision.order.map { [$0.id] } ?? []
        // A close may take several orders: only the last decision says what it leaves open.
        refused.removeAll { $0.symbol == decision.signal.symbol }
        refused += decision.refusedClose.map { [$0] } ?? []
      case .order(let id, .cancelRequested): cancelling.append(id)
      case .sessionStarted, .order, .filled, .fundingBooked, .marked, .alert, .factRefused, .tapeEnded,
        .operatorCommanded:
        break
      }
    }
    self.init(record: record, at: now, placed: placed, cancelling: cancelling, refused: refused)
  }
}

extension SignalDecision {
  /// What a decision on an operator's close leaves open; nil when nothing.
  fileprivate var refusedClose: RefusedClose? {
    switch outcome {
    case .rejected(let rejection): RefusedClose(symbol: signal.symbol, reason: rejection)
    case .ordered, .simulated:
      leftOpen.isPositive
        ? RefusedClose(
          symbol: signal.symbol,
          reason: Rejection(
            code: "CLOSE_INCOMPLETE",
            message: "\(leftOpen) stay open: one close gives at most \(AccountDesk.maxCloseOrders) orders; "
              + "say it again when they are filled")) : nil
    case .duplicate, .noted: nil
    }
  }
}
