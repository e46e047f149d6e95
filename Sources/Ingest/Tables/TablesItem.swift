import Platform

/// What waits in the inbox of the tables' thread.
enum TablesItem: Sendable {
  /// Events just committed, the next after all before them.
  case committed([JournaledEvent])
  /// Write the tables up to an event at least, then answer.
  case flush(through: Int64, OneShot<Result<Void, JournalError>>)
  /// Empty the tables, write them again from the first event up to one at least, then answer.
  case rebuild(through: Int64, OneShot<Result<Void, JournalError>>)
  /// Take rows out of the tables, and say how many there were.
  case erase(ExpiredRows, OneShot<Result<Int, JournalError>>)
}
