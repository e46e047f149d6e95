import Ingest
import Platform
import Primitives

/// Takes old rows out of the tables: once the service runs, and every hour after.
///
/// A thread of its own looks for them; the journal's thread only takes out a few at a time. What fails is
/// logged and tried again an hour later.
final class RetentionThread: Sendable {
  private static let pauseNanos: Int64 = Nanos.perHour
  private static let dayNanos: Int64 = 24 * Nanos.perHour

  private let stopping = Inbox<Void>(capacity: 1)
  private let thread = Locked<OwnThread?>(nil)

  func start(_ journal: SQLiteJournal, days: Int, logger: Logger) {
    let stopping = stopping
    let started = OwnThread.start(name: "sx-retention") {
      while !stopping.isClosed {
        let before = WallClock.now().adding(nanoseconds: -Int64(days) * Self.dayNanos)
        do throws(JournalError) {
          let erased = try journal.eraseRows(before: before) { stopping.isClosed }
          if erased > 0 {
            logger.info(
              "old rows taken out of the tables",
              ["rows": .int(erased), "before": .string(before.rfc3339)])
          }
        } catch {
          logger.warning("old rows were not taken out of the tables", ["error": .string("\(error)")])
        }
        _ = stopping.take(waitingUpTo: Self.pauseNanos)
      }
    }
    thread.withLock { $0 = started }
  }

  func stop() {
    stopping.close()
    thread.withLock { $0.take() }?.join()
  }
}
