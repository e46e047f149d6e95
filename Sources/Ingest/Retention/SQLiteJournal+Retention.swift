import Desk
import Platform
public import Primitives

extension SQLiteJournal {
  /// Takes rows that were written before a moment out of the tables, a few at a time, on the caller's
  /// thread; the journal keeps its events, and a rebuild of the tables brings them back.
  ///
  /// Rows of working orders, open positions and lasting alerts stay.
  ///
  /// - Parameters:
  ///   - before: wall time.
  ///   - isStopping: asked between two pages; true ends it early.
  /// - Returns: how many rows were taken out.
  @discardableResult
  public func eraseRows(
    before: Timestamp, isStopping: () -> Bool = { false }
  ) throws(JournalError) -> Int {
    var erased = 0
    do {
      let connection = try SQLiteConnection.readingTables(journal: path)
      let scan = try RowScan(connection, before: before.microseconds)
      for table in Table.journaled {
        var key: [RowValue]?
        repeat {
          if isStopping() { return erased }
          let page = try scan.page(table, after: key)
          if !page.expired.keys.isEmpty { erased += try erase(page.expired) }
          key = page.last
        } while key != nil
      }
      return erased
    } catch let error as SQLiteError {
      throw JournalError(error, reading: path)
    } catch let error as JournalError {
      throw error
    } catch {
      throw JournalError(.unreadable, "\(path) cannot be read (\(error)).")
    }
  }

  private func erase(_ rows: ExpiredRows) throws(JournalError) -> Int {
    let answer = OneShot<Result<Int, JournalError>>()
    guard post(.erase(rows, answer)) else { throw Self.takesNothing }
    return try answer.wait(upTo: nil)?.get() ?? 0
  }
}
