import Desk
import Platform
import Trading

@testable import Ingest

/// A journal of a scripted desk and what a comparison of it with a model of a store says.
struct VerifyHarness {
  let journal = JournalHarness()
  let model = ModelStore()
  private(set) var desk: ScriptedDesk

  /// A journal with so many trades, all of it shipped and acknowledged unless said otherwise.
  init(
    trades: Int, acknowledged: Int64? = nil, account: String = "main", store: String = "questdb"
  ) throws {
    desk = ScriptedDesk(account: account)
    // Each account at moments of its own: signals are told apart by their sender's names and times only.
    for _ in 0..<(account.utf8.reduce(0) { $0 + Int($1) } % 977) { _ = desk.receive(.timer) }
    try append(desk.run(trades: trades))
    let last = try journal.reader().lastSeq()
    try acknowledge(acknowledged ?? last, store: store)
    try model.ship(journal.reader(), through: acknowledged ?? last)
  }

  /// Commits further batches.
  func append(_ batches: [JournalBatch]) throws {
    try journal.withJournal { journal in
      try journal.commit(all: batches.filter { !$0.events.isEmpty })
    }
  }

  /// Another trade's batches, of the same desk.
  mutating func trade() -> [JournalBatch] { desk.trade() }

  func acknowledge(_ seq: Int64, store: String = "questdb") throws {
    let connection = try journal.connection(.readWrite)
    try CursorStore(connection).write(store, seq)
  }

  func addDeadLetter(_ table: Table, key: String, error: String) throws {
    let insert = try journal.connection(.readWrite).prepare(
      "INSERT INTO dead_letters VALUES ('questdb', ?1, ?2, 1, '{}', ?3, 0)")
    try insert.bind(table.rawValue, at: 1)
    try insert.bind(key, at: 2)
    try insert.bind(error, at: 3)
    try insert.run()
  }

  func verify(_ change: (inout VerifySettings) -> Void = { _ in }) throws -> VerifyReport {
    try verify(model, change)
  }

  func verify(
    _ rows: any StoreRows, store: String = "questdb", _ change: (inout VerifySettings) -> Void = { _ in }
  ) throws -> VerifyReport {
    var settings = VerifySettings()
    settings.lookAgainNanos = 0
    change(&settings)
    return try StoreVerifier(
      path: journal.directoryPath + "/sextant.sqlite", rules: JournalHarness.rules, store: store,
      rows: rows, settings: settings
    ) { _ in true }.run()
  }
}

extension VerifyReport {
  /// Table, kind and columns of every difference named.
  var named: [String] {
    differences.map { difference in
      let columns = difference.columns.map(\.column).joined(separator: ",")
      return "\(difference.table.rawValue) \(difference.kind.rawValue)"
        + (columns.isEmpty ? "" : " " + columns)
    }
  }
}
