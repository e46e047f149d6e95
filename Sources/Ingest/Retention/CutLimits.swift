/// How far the journal may be cut: every reader's need, as it stands.
///
/// Pure. What recovery needs is no limit here: the cut itself keeps each account's state at that event.
struct CutLimits: Sendable, Hashable {
  /// A store rows are written to.
  struct Store: Sendable, Hashable {
    /// `questdb` or `postgres`.
    let name: String
    /// The newest event whose rows outlive a loss of the server's power.
    let safe: Int64
    /// The event up to which `verify` found the store equal; nil when that is not known of the server as it
    /// is now.
    let equal: Int64?
  }

  /// Why nothing may go, whatever its age.
  enum Hindrance: Sendable, Hashable {
    /// No store has the rows.
    case noStore
    /// A store has not been found equal.
    case notFoundEqual(store: String)
  }

  /// The journal's newest event: it always stays.
  var newest: Int64
  /// The newest event in the tables.
  var projected: Int64
  /// The newest event told to streams and alert log.
  var told: Int64
  /// The stores of the configuration.
  var stores: [Store]

  /// What keeps everything; nil when part of the journal may go.
  var hindrance: Hindrance? {
    guard !stores.isEmpty else { return .noStore }
    return stores.first { $0.equal == nil }.map { .notFoundEqual(store: $0.name) }
  }

  /// The last event that may go; 0 when none may.
  var last: Int64 {
    guard hindrance == nil else { return 0 }
    var last = min(newest - 1, projected, told)
    for store in stores { last = min(last, store.safe, store.equal ?? 0) }
    return max(last, 0)
  }
}

/// Finds where to cut: walks the events after the last cut, oldest first, until one is too young or needed.
///
/// It cuts only where wall time moves on: then `recorded_at` alone tells the rows of events taken out from
/// those of events kept.
struct CutScan: Sendable {
  /// The last event that goes.
  private(set) var through: Int64
  /// Newest wall time among the events that go, microseconds since 1970.
  private(set) var writtenThrough: Int64
  /// Wall time of the event after them, nanoseconds since 1970.
  private(set) var beginsAt: Int64 = 0

  private let last: Int64
  private let before: Int64
  private var newestMicros: Int64

  /// - Parameters:
  ///   - after: the last event of the last cut, 0 before the first.
  ///   - writtenThrough: as of the last cut.
  ///   - last: the last event that may go.
  ///   - before: wall time, nanoseconds since 1970: an event committed at it or later stays.
  init(after: Int64, writtenThrough: Int64 = .min, last: Int64, before: Int64) {
    through = after
    self.writtenThrough = writtenThrough
    self.last = last
    self.before = before
    newestMicros = writtenThrough
  }

  /// Takes in the next event; false when nothing after it needs to be looked at.
  ///
  /// - Parameter recordedAt: wall time of its commit, nanoseconds since 1970.
  mutating func take(seq: Int64, recordedAt: Int64) -> Bool {
    guard seq - 1 <= last else { return false }
    let micros = recordedAt / 1_000
    if micros > newestMicros, newestMicros > .min {
      (through, writtenThrough, beginsAt) = (seq - 1, newestMicros, recordedAt)
    }
    newestMicros = max(newestMicros, micros)
    return recordedAt < before
  }
}
