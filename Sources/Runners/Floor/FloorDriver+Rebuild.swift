import Desk
import Ingest
import Primitives
import Sync
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

/// A recovery was cut short: the process is to end. Nothing was changed.
struct RecoveryStopped: Error {}

extension FloorDriver {
  /// Rows of the market between two calls of `progress`: some milliseconds.
  static var rowsBetweenLooks: Int64 { 2_000 }

  /// Goes through the market up to a resume point without deciding anything: gives exchange and
  /// indicators back what they had, from the exchange's own log.
  ///
  /// What the exchange says at the resume point's very moment is handed to the desk again, which knows
  /// what it has booked: a step the journal lost is made up, one it kept adds nothing.
  ///
  /// - Parameter progress: told of the row now and then; what it throws ends the rebuild.
  mutating func rebuild(
    from source: inout any MarketSource, to point: ResumePoint, requests: inout PaperHistory,
    progress: (Int64) throws -> Void
  ) throws {
    try deliver(&requests, of: 0)
    while source.row < point.tapeRow {
      guard let event = try source.next() else {
        throw FloorFailure(
          description: "the market ends at row \(source.row), but the journal goes on to row "
            + "\(point.tapeRow): give the tape this session was begun with, or --new-session")
      }
      floor.rehearse(event)
      try deliver(&requests, of: source.row)
      if source.row % Self.rowsBetweenLooks == 0 { try progress(source.row) }
    }
    tapeRow = source.row
    decidedBefore = point.decidedSignals
    floor.endRehearsal(at: point.at, into: &step)
    try checkAgreement()
    try perform()
    try feed(.resume(requests.memory))
  }

  /// Whatever the exchange holds, we have booked or it is on its way to us: else the market or the
  /// exchange's log is not the one the session ran on, and going on would trade on a wrong position.
  private func checkAgreement() throws {
    for index in 0..<floor.desk.settings.instruments.count {
      let held = floor.exchange.position(index).quantity
      let known = floor.desk.state.positions.quantity(index) + floor.exchange.quantityUnderWay(index)
      guard held == known else {
        throw FloorFailure(
          description: "\(floor.desk.settings.instruments[index].symbol): the journal holds \(known), but "
            + "the market and the exchange's log give \(held). Give the tape and the paper.sqlite this "
            + "session was run with, or --new-session. Nothing was sent.")
      }
    }
  }

  private mutating func deliver(_ requests: inout PaperHistory, of row: Int64) throws {
    while let next = try requests.next(throughRow: row) { floor.rehearse(next.request, at: next.at) }
  }
}
