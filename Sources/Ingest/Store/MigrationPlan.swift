/// Which files a server has not had yet.
struct MigrationPlan {
  /// A row of `sextant_migrations`.
  struct Record: Hashable {
    let number: Int64
    let name: String
    let checksum: String
  }

  /// To be applied, in order.
  let pending: [SQLScript]

  /// Tables that may hold rows change, or were lost: whoever writes here is to send everything again.
  let makesRowsStale: Bool

  /// - Parameter isIncomplete: a table is missing though its file was applied: somebody dropped it. Every
  ///   file is applied again then, which leaves alone what is there.
  init(scripts: [SQLScript], records: [Record], isIncomplete: Bool) throws(StoreMigrationError) {
    let known = scripts.sorted { $0.number < $1.number }
    let newest = known.last?.number ?? -1
    for record in records.sorted(by: { $0.number < $1.number }) {
      if record.number > newest {
        throw StoreMigrationError(
          .newerSchema,
          "A newer program has applied \(record.name) to these tables; this one knows of "
            + "\(known.last?.name ?? "none"). Use the newer program.")
      }
      guard let script = known.first(where: { $0.number == record.number }) else {
        throw Self.edited(record, "this program has no file of number \(record.number)")
      }
      if script.checksum != record.checksum || script.name != record.name {
        throw Self.edited(record, "this program has \(script.name) with another text")
      }
    }
    let applied = Set(records.map(\.number))
    pending = known.filter { isIncomplete || !applied.contains($0.number) }
    makesRowsStale = !pending.isEmpty && !records.isEmpty
  }

  private static func edited(_ record: Record, _ problem: String) -> StoreMigrationError {
    StoreMigrationError(
      .editedMigration,
      "\(record.name) was applied to these tables, and \(problem). An applied file never changes: use the "
        + "program that applied it, or write to another database.")
  }
}
