import Desk
import Platform
import Primitives

/// The writer's thread: connects, sends what the journal holds, waits when it cannot, begins again.
final class WriterThread {
  /// Rows of one journal read, on their way to the store.
  struct Batch {
    var rows: [Row]
    /// The event that is done with once these are stored; nil when more of the same read follows.
    var seq: Int64?
    var isMarket = false
    var isResent = false
  }

  let plan: StoreWriterPlan
  let shared: WriterShared
  let journal: SQLiteJournal
  let logger: Logger
  var window = ResendWindow(graceNanos: 0, acknowledged: 0, safe: 0)
  var backoff = Backoff(seed: UInt64(bitPattern: MonotonicClock.nowNanoseconds()))
  /// Batches made and not sent, the next one last.
  var ready: [Batch] = []
  /// Batches sent and not acknowledged, the oldest first.
  var sent: [Batch] = []
  /// Events up to here were acknowledged before the connection was lost: what is sent up to it is a repeat.
  var highWater: Int64 = 0
  var folds: FoldCheckpoints?
  var reader: JournalReader?
  var market: [MarketLane.Noted] = []
  var alerts: Set<StoreAlert.Kind> = []
  var faultsTold: [StoreFault] = []
  var connections = 0
  /// Rows refused since the last transaction of which any was taken.
  var refusedInARow = 0
  var rate = RowRate()
  /// Monotonic times: since when an event waits, of the next look at the tables, of the last kept cursor.
  var waitingSince: Int64?
  var inspectAt: Int64 = 0
  var columnsAt: Int64 = 0
  var cursorsKeptAt: Int64 = 0
  var cursorsKept: [Int64] = []
  /// By what the server the cursors speak of is known: moment of its first migration, 0 before any.
  var server: Int64 = 0
  /// How often the store was written anew: what was found equal before one says nothing after it.
  var rewrites: Int64 = 0

  init(_ plan: StoreWriterPlan, _ shared: WriterShared, journal: SQLiteJournal, logger: Logger) {
    self.plan = plan
    self.shared = shared
    self.journal = journal
    self.logger = logger
  }

  /// Works until told to stop, or until a rebuild is through.
  func run() {
    var isBegun = false
    while !shared.isStopping {
      do throws(StoreProblem) {
        if !isBegun { try begin() }
        isBegun = true
        let link = try connect()
        try stream(link)
        link.connection.close()
        break
      } catch {
        dropWhatIsUnderWay()
        guard !shared.isStopping else { break }
        wait(after: error)
      }
    }
    keepCursors()
    journal.flushCursors(waitingUpTo: 2 * Nanos.perSecond)
    shared.update {
      $0.state = .stopped
      $0.detail = "stopped"
    }
  }

  /// Where this store stands, out of the journal.
  private func begin() throws(StoreProblem) {
    do throws(JournalError) {
      let reader = try JournalReader(path: journal.path, instruments: plan.rules.instruments)
      let name = plan.kind.rawValue
      switch plan.scope {
      case .follow:
        window = ResendWindow(
          graceNanos: plan.graceNanos, acknowledged: try reader.cursor(name),
          safe: try reader.cursor(Self.safeCursor(name)))
      case .rebuild:
        window = ResendWindow(graceNanos: plan.graceNanos, acknowledged: 0, safe: 0)
      }
      server = try reader.cursor(Self.serverCursor(name))
      rewrites = try reader.cursor(Self.rewritesCursor(name))
      cursorsKept = [try reader.cursor(name), try reader.cursor(Self.safeCursor(name)), server, rewrites]
      let refused = try reader.deadLetterCount(store: name)
      shared.update { $0.rowsRefused = refused }
      highWater = window.acknowledged
      self.reader = reader
      folds = FoldCheckpoints(reader: reader, rules: plan.rules, directory: try reader.directoryID())
    } catch { throw .journal(error) }
  }

  /// Name of the cursor behind which nothing has to be sent again.
  static func safeCursor(_ store: String) -> String { store + ".safe" }

  /// Name under which the journal keeps which server the other two cursors speak of.
  static func serverCursor(_ store: String) -> String { store + ".server" }

  /// Name under which the journal keeps how often the store was written anew.
  static func rewritesCursor(_ store: String) -> String { store + ".rewrites" }

  /// What was on its way is sent again after the next connection; the market's part of it is lost.
  private func dropWhatIsUnderWay() {
    for batch in sent + ready where batch.isMarket { shared.market?.drop(batch.rows.count) }
    sent.removeAll()
    ready.removeAll()
  }

  // MARK: Cursors

  /// Keeps the cursors when they moved, at most once a second.
  func keepCursorsIfDue(at now: Int64) {
    if now - cursorsKeptAt >= Nanos.perSecond { keepCursors() }
  }

  /// Keeps the cursors when they moved; a rebuild of some days moves none, nor does one that never began.
  func keepCursors() {
    guard plan.scope == .follow || plan.scope.isWhole && connections > 0 else { return }
    let now = [window.acknowledged, window.safe, server, rewrites]
    cursorsKeptAt = MonotonicClock.nowNanoseconds()
    guard now != cursorsKept else { return }
    let name = plan.kind.rawValue
    let kept = journal.keepCursors([
      (name, window.acknowledged), (Self.safeCursor(name), window.safe), (Self.serverCursor(name), server),
      (Self.rewritesCursor(name), rewrites),
    ])
    if kept { cursorsKept = now }
  }
}

extension WriterShared {
  func update(_ change: (inout StoreStatus) -> Void) { status.withLock { change(&$0) } }
}
