import Testing

@testable import Ingest

@Suite("Which migrations to apply")
struct MigrationPlanTests {
  private let scripts = [
    SQLScript(name: "003_c.sql", text: "C"), SQLScript(name: "001_a.sql", text: "A"),
  ].compactMap(\.self)

  private func record(_ number: Int64, _ name: String, _ text: String) -> MigrationPlan.Record {
    MigrationPlan.Record(
      number: number, name: name, checksum: SQLScript(name: name, text: text)?.checksum ?? "")
  }

  private func pending(_ records: [MigrationPlan.Record], isIncomplete: Bool = false) throws -> [String] {
    try MigrationPlan(scripts: scripts, records: records, isIncomplete: isIncomplete).pending.map(\.name)
  }

  @Test("those not recorded, in order of their numbers")
  func missing() throws {
    #expect(try pending([]) == ["001_a.sql", "003_c.sql"])
    #expect(try pending([record(1, "001_a.sql", "A")]) == ["003_c.sql"])
    #expect(try pending([record(3, "003_c.sql", "C"), record(1, "001_a.sql", "A")]).isEmpty)
  }

  @Test("all again when somebody dropped a table")
  func dropped() throws {
    let records = [record(1, "001_a.sql", "A"), record(3, "003_c.sql", "C")]
    #expect(try pending(records, isIncomplete: true) == ["001_a.sql", "003_c.sql"])
  }

  @Test("an applied file that was edited, renamed or taken away is refused by its name")
  func edited() {
    for bad in [record(1, "001_a.sql", "A "), record(1, "001_b.sql", "A"), record(2, "002_b.sql", "B")] {
      let error = #expect(throws: StoreMigrationError.self) { try pending([bad]) }
      #expect(error?.code == .editedMigration)
      #expect(error?.message.contains(bad.name) == true)
    }
  }

  @Test("a file of a newer program is refused")
  func newer() {
    let error = #expect(throws: StoreMigrationError.self) { try pending([record(4, "004_d.sql", "D")]) }
    #expect(error?.code == .newerSchema)
    #expect(error?.message.contains("004_d.sql") == true)
  }

  @Test("a checksum is the SHA-256 of the text")
  func checksum() {
    #expect(
      SQLScript(name: "001_a.sql", text: "abc")?.checksum
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
