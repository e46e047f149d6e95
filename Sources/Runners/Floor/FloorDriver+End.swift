import Desk
import Primitives
import Trading

extension FloorDriver {
  /// How long after the last row the exchange may still answer, nanoseconds of market time.
  static var settlingNanos: Int64 { 120 * Nanos.perSecond }

  /// At the end of a tape: lets what is on its way arrive and what has a time to live expire, then
  /// records the end. The strategies are not asked any more.
  mutating func finish() throws {
    guard !floor.desk.state.tapeEnded else { return }
    floor.dismissStrategies()
    let limit = floor.now.adding(nanoseconds: Self.settlingNanos)
    while floor.isUnsettled, let due = floor.nextDue, due <= limit {
      try runDue(before: due.adding(nanoseconds: 1))
    }
    try feed(.tapeEnded(rows: tapeRow), durably: true)
    try recorder.settle()
  }
}
