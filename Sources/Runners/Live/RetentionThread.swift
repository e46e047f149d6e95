import Ingest
import Platform
import Primitives

/// Takes old rows out of the tables and old events out of the journal: once the service runs, and every hour
/// after.
///
/// A thread of its own looks for them; the threads of tables and journal only take out a few at a time. What
/// fails is logged and tried again an hour later.
final class RetentionThread: Sendable {
  /// How long what is kept: nil keeps it for ever.
  struct Terms: Sendable {
    /// Days of rows in the tables.
    var rowDays: Int?
    /// Days of events in the journal, as far as the stores have them.
    var journalDays: Int?
  }

  private static let pauseNanos: Int64 = Nanos.perHour
  private static let dayNanos: Int64 = 24 * Nanos.perHour

  private let stopping = Inbox<Void>(capacity: 1)
  private let thread = Locked<OwnThread?>(nil)

  /// - Parameters:
  ///   - stores: the kinds of server the configuration names.
  ///   - told: number of the newest event told to streams and alert log.
  func start(
    _ journal: SQLiteJournal, rules: ProjectionRules, terms: Terms, directory: String,
    stores: [StoreKind], logger: Logger, told: @escaping @Sendable () -> Int64
  ) {
    guard terms.rowDays != nil || terms.journalDays != nil else { return }
    let stopping = stopping
    let started = OwnThread.start(name: "sx-retention") {
      let cutter = JournalCutter(journal: journal, rules: rules, directory: directory, stores: stores)
      var work = Work(cutter: cutter, logger: logger, isStopping: { stopping.isClosed })
      while !stopping.isClosed {
        if let days = terms.rowDays { work.eraseRows(journal, before: Self.before(days)) }
        if let days = terms.journalDays { work.cut(before: Self.before(days), told: told()) }
        _ = stopping.take(waitingUpTo: Self.pauseNanos)
      }
    }
    thread.withLock { $0 = started }
  }

  func stop() {
    stopping.close()
    thread.withLock { $0.take() }?.join()
  }

  private static func before(_ days: Int) -> Timestamp {
    WallClock.now().adding(nanoseconds: -Int64(days) * dayNanos)
  }

  /// What is done every hour, and what was said of it.
  private struct Work {
    let cutter: JournalCutter
    let logger: Logger
    let isStopping: () -> Bool
    /// Why nothing could be cut: told once, not every hour.
    var hindrance = ""

    func eraseRows(_ journal: SQLiteJournal, before: Timestamp) {
      do throws(JournalError) {
        let erased = try journal.eraseRows(before: before, isStopping: isStopping)
        guard erased > 0 else { return }
        logger.info(
          "old rows taken out of the tables",
          ["rows": .int(erased), "before": .string(before.rfc3339)])
      } catch {
        logger.warning("old rows were not taken out of the tables", ["error": .string("\(error)")])
      }
    }

    mutating func cut(before: Timestamp, told: Int64) {
      do throws(JournalError) {
        switch try cutter.cut(before: before, told: told, isStopping: isStopping) {
        case .hindered(let reason):
          if reason != hindrance {
            logger.warning("the journal keeps every event", ["reason": .string(reason)])
          }
          hindrance = reason
        case .done(let erased, let cut):
          hindrance = ""
          guard erased > 0, let cut else { return }
          logger.info(
            "old events taken out of the journal",
            [
              "events": .int(erased), "first_event": .int(Int(cut.seq + 1)),
              "begins_at": .string(cut.beginsAt.rfc3339),
            ])
        }
      } catch {
        logger.warning("old events were not taken out of the journal", ["error": .string("\(error)")])
      }
    }
  }
}
