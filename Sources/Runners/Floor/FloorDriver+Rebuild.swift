import Desk
import Ingest
import Primitives
import Trading

/// Where a session stood when the process ended, as the journal has it.
struct ResumePoint {
  /// Row of the market of the newest journaled event; 0 before the first row.
  let tapeRow: Int64
  /// Desk time of the newest journaled event.
  let at: Timestamp
  /// Signals decided at that row.
  let decidedSignals: Set<SignalID>
}

extension FloorDriver {
  /// Goes through the market up to a resume point without deciding anything: gives exchange and
  /// indicators back what they had, from the exchange's own log (DESIGN.md "Paper keeps its promises").
  ///
  /// What the exchange says at the resume point's very moment is handed to the desk again, which knows
  /// what it has booked: a step the journal lost is made up, one it kept adds nothing.
  mutating func rebuild(
    from source: inout any MarketSource, to point: ResumePoint, requests: [PaperRequest],
    progress: (Int64) -> Void
  ) throws {
    var pending = requests[...]
    deliver(&pending, of: 0)
    while source.row < point.tapeRow {
      guard let event = try source.next() else {
        throw FloorFailure(
          description: "the market ends at row \(source.row), but the journal goes on to row "
            + "\(point.tapeRow): give the tape this session was begun with, or --new-session")
      }
      // The row the journal stopped at may be one that was bad and skipped: rows keep their numbers.
      floor.rehearse(event)
      deliver(&pending, of: source.row)
      if source.row % 100_000 == 0 { progress(source.row) }
    }
    tapeRow = source.row
    decidedBefore = point.decidedSignals
    floor.move(to: point.at)
    floor.endRehearsal(at: point.at, into: &step)
    try perform()
    try feed(
      .resume(
        VenueMemory(
          submitted: Set(requests.compactMap(\.request.submittedOrder)),
          cancelled: Set(requests.compactMap(\.request.cancelledOrder)))))
  }

  private mutating func deliver(_ pending: inout ArraySlice<PaperRequest>, of row: Int64) {
    while let next = pending.first, next.tapeRow <= row {
      floor.rehearse(next.request, at: next.at)
      pending.removeFirst()
    }
  }
}

extension VenueRequest {
  fileprivate var submittedOrder: OrderID? {
    if case .submit(let request) = self { request.orderID } else { nil }
  }

  fileprivate var cancelledOrder: OrderID? {
    if case .cancel(let id, _) = self { id } else { nil }
  }
}
