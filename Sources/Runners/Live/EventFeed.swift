import Desk
import Ingest
import Platform
import Primitives
import Query
import Trading

/// Reads the journal behind the accounts and tells whoever watches: the stream and the alert log.
///
/// A reader with its own cursor: slow or stopped, it holds up nobody and loses nothing.
struct EventFeed {
  /// Events read at once.
  static let batch = 500
  /// How often it looks when nothing is new, nanoseconds.
  static let pollNanos: Int64 = 50 * Nanos.perMillisecond

  /// Between two attempts to open the journal, nanoseconds.
  static let openingNanos: Int64 = Nanos.perSecond

  let reader: JournalReader
  let hub: SSEHub
  let boards: [AccountBoard]
  let alerts: AlertLog
  let trades: TradeMetrics
  let encoder: StreamEncoder
  let logger: Logger
  let state: FeedState
  var cursor: Int64
  private var fault = RepeatedFault()
  /// Of each board the version told last.
  private var viewVersions: [UInt64]

  init(
    reader: JournalReader, hub: SSEHub, boards: [AccountBoard], alerts: AlertLog,
    trades: TradeMetrics, encoder: StreamEncoder,
    logger: Logger, state: FeedState, after cursor: Int64
  ) {
    self.reader = reader
    self.hub = hub
    self.boards = boards
    viewVersions = Array(repeating: 0, count: boards.count)
    self.alerts = alerts
    self.trades = trades
    self.encoder = encoder
    self.logger = logger
    self.state = state
    self.cursor = cursor
    trades.begin(after: cursor)
  }

  /// A reader of the journal, as soon as it can be opened; nil when told to stop before.
  static func open(
    path: String, book: InstrumentBook, state: FeedState, logger: Logger, until stop: Inbox<Void>
  ) -> JournalReader? {
    var fault = RepeatedFault()
    while true {
      do throws(JournalError) {
        let reader = try JournalReader(path: path, instruments: book)
        state.failure = nil
        return reader
      } catch {
        tell(error, "the event feed cannot open the journal", &fault, state, logger)
      }
      if stop.isClosed { return nil }
      _ = stop.take(waitingUpTo: openingNanos)
    }
  }

  private static func tell(
    _ error: any Error, _ message: String, _ fault: inout RepeatedFault, _ state: FeedState, _ logger: Logger
  ) {
    state.failure = "\(message): \(error)"
    guard let count = fault.came(at: MonotonicClock.nowNanoseconds()) else { return }
    logger.error(message, ["error": .string("\(error)"), "times": .int(count)])
  }

  /// Reads until told to stop, then what is left.
  mutating func run(_ stop: Inbox<Void>) {
    var isStopping = false
    while true {
      let count = read()
      tellAccounts()
      if count == Self.batch { continue }
      if isStopping { return }
      _ = stop.take(waitingUpTo: Self.pollNanos)
      isStopping = stop.isClosed
    }
  }

  private mutating func read() -> Int {
    do {
      let events = try reader.events(after: cursor, limit: Self.batch)
      for journaled in events {
        tell(journaled)
        trades.note(journaled)
        cursor = journaled.seq
      }
      state.failure = nil
      return events.count
    } catch {
      Self.tell(error, "the event feed cannot read the journal", &fault, state, logger)
      return 0
    }
  }

  private func tell(_ journaled: JournaledEvent) {
    if case .alert(let alert) = journaled.event { alerts.write(alert, of: journaled) }
    guard let topic = journaled.event.topic else { return }
    hub.publish(
      event: topic, id: UInt64(clamping: journaled.seq),
      data: encoder.encode(journaled))
  }

  /// The figures of an account, when they changed.
  private mutating func tellAccounts() {
    for (place, board) in boards.enumerated() {
      guard let newest = board.newest, newest.version != viewVersions[place] else { continue }
      viewVersions[place] = newest.version
      hub.publish(event: "account", id: nil, data: AccountEncoder.profit(newest.view, withCurve: false))
    }
  }
}

extension Event {
  /// The stream's name for it; nil for what is not told.
  fileprivate var topic: String? {
    switch self {
    case .signalDecided: "signal"
    case .order: "order"
    case .filled: "fill"
    case .marked: "position"
    case .alert: "alert"
    case .operatorCommanded: "operator"
    case .sessionStarted, .fundingBooked, .factRefused, .tapeEnded: nil
    }
  }
}
