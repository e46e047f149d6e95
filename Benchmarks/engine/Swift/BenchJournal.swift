import Desk
import Ingest
import Platform
import Trading

/// A journal in a new directory, with what a service's is opened with.
struct BenchJournal {
  let journal: SQLiteJournal
  private let directory: DataDirectory
  private let sink = LogSink(descriptor: 2, format: .text, serviceName: "bench")

  /// - Parameter isProjected: whether the tables are kept up beside; else not before the end.
  init(path: String, book: InstrumentBook, isProjected: Bool) throws {
    directory = try DataDirectory(path: path)
    var settings = JournalSettings()
    if !isProjected {
      settings.projectionDelayNanos = .max / 4
      settings.projectionLag = .max / 4
      settings.projectionBatch = .max / 4
    }
    journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts,
      rules: ProjectionRules(instruments: book, maxOrders: TradingCaps().maxOrders), settings: settings,
      logger: Logger(label: "bench", level: .warning, sink: sink))
  }

  /// Hands events over; what comes of them is in the box.
  func append(
    _ events: [Event], of account: BenchAccount, isAwaited: Bool = true
  ) throws(BenchFault) -> OneShot<Result<JournalReceipt, JournalError>> {
    let done = OneShot<Result<JournalReceipt, JournalError>>()
    let batch = JournalBatch(
      account: account.session.account, session: account.session.sessionID, at: account.now, tapeRow: 0,
      events: events)
    guard journal.append(batch, isAwaited: isAwaited, completion: { _ = done.fulfil($0) }) else {
      throw BenchFault("the journal takes nothing in")
    }
    return done
  }

  /// Closes the file.
  func stop() {
    journal.stop()
    directory.release()
  }
}

extension OneShot<Result<JournalReceipt, JournalError>> {
  /// Waits until it is on disk.
  func settle() throws { _ = try wait(upTo: nil)?.get() }
}
