internal import Desk

/// One day of one table in PostgreSQL: names and statements, of our own constants only.
struct DayPartition: Hashable {
  let table: Table
  let day: UTCDay

  init(_ table: Table, _ day: UTCDay) {
    self.table = table
    self.day = day
  }

  /// From `live_orders_2024_02_25`; nil for any other name.
  init?(_ table: Table, name: String) {
    let prefix = table.rawValue + "_"
    guard name.hasPrefix(prefix), let day = UTCDay(suffix: name.dropFirst(prefix.count)) else { return nil }
    self.init(table, day)
  }

  /// `live_orders_2024_02_25`.
  var name: String { "\(table.rawValue)_\(day.suffix)" }

  /// A table like its parent, not yet part of it: a new partition proper would wait for every query.
  var create: String {
    "CREATE TABLE IF NOT EXISTS \(name) (LIKE \(table.rawValue) INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
  }

  /// Waits for no query: readers and writers of the parent go on.
  var attach: String {
    "ALTER TABLE \(table.rawValue) ATTACH PARTITION \(name) "
      + "FOR VALUES FROM ('\(day.text) 00:00:00+00') TO ('\(day.nextText) 00:00:00+00')"
  }

  /// With all its rows.
  var drop: String { "DROP TABLE IF EXISTS \(name)" }
}
