import Primitives
import TestSupport
import Testing

@Suite("The walk over an oracle's rows")
struct OracleAuditTests {
  private static let table = #"""
    {"about": "words", "unit": 2, "pairs": {"A/B": [{"in": 1, "out": [2, "3.5 X"]}, {"in": 4, "out": null}]},
     "tables": [{"fn": "f", "columns": ["a"], "rows": [[7]]}], "list": [9e-1]}
    """#

  private func audit(
    _ rulings: [String: OracleRuling], _ check: (OracleRow) throws -> Bool = { _ in true }
  ) throws -> OracleAudit {
    OracleAudit(try OracleFile("t", json: Array(Self.table.utf8)), rulings: rulings, check: check)
  }

  /// Reads and compares every figure as the table has it.
  private func agree(_ row: OracleRow) throws -> Bool {
    switch row.name {
    case "t": row.compare("unit", 2, within: 0)
    case "t/pairs/A/B/0":
      #expect(try row.decimal("in") == 1 && row.whole("out/0") == 2)
      row.compare("out/1", decimal("3.5"), within: 0)
    case "t/pairs/A/B/1":
      row.note("in")
      row.compare("out", nil, within: 0)
    case "t/tables/f/rows/0": row.compare("0", 7, within: 0)
    case "t/list/0": row.compare("", decimal("0.9"), within: 0)
    default: return false
    }
    return true
  }

  @Test("every row has its name, and all is well when each figure is read and agrees")
  func wholeTable() throws {
    let audit = try audit([:], agree)
    #expect(audit.faults == [])
    #expect(audit.checkedRows == 5 && audit.comparedFigures == 5)
  }

  @Test("a row that nobody checks, lists or reads whole is a fault")
  func skippedRows() throws {
    let unknown = try audit([:]) { row in row.name == "t/list/0" ? false : try agree(row) }
    #expect(unknown.faults.contains("t/list/0: a table nobody checks"))
    let idle = try audit([:]) { row in row.name == "t/list/0" ? true : try agree(row) }
    #expect(idle.faults == ["t/list/0: nothing of it was compared", "t/list/0: nobody read it"])
  }

  @Test("a listed row is left out, and a listed name that is gone is a fault")
  func listed() throws {
    let listed = try audit(["t/list/0": .outOfScope("as a test"), "t/pairs/A/B/1/in": .input("so")], agree)
    #expect(listed.faults == [] && listed.checkedRows == 4)
    let gone = try audit(["t/list/1": .input("as a test")], agree)
    #expect(gone.faults == ["t/list/1: listed, but gone from the file"])
  }

  @Test("a disagreement is held to what it says ours is, and to being one")
  func disagreements() throws {
    func ruled(_ ours: String, _ figure: Fixed) throws -> [String] {
      try audit(["t/list/0": .input("not now"), "t/unit": .disagreed(ours: ours, "as a test")]) { row in
        guard row.name == "t" else { return try agree(row) }
        row.compare("unit", figure, within: decimal("0.1"))
        return true
      }.faults
    }
    #expect(try ruled("3", 3) == [])
    #expect(try ruled("3", 4) == ["t/unit is listed with 3 for ours, which is 4"])
    #expect(try ruled("2", 2) == ["t/unit is listed as disagreed with, but ours agrees"])
  }

  @Test("a figure that differs is told with both values")
  func differs() throws {
    let audit = try audit([:]) { row in
      guard row.name == "t/tables/f/rows/0" else { return try agree(row) }
      row.compare("0", decimal("7.2"), within: decimal("0.1"))
      return true
    }
    #expect(audit.faults == ["t/tables/f/rows/0/0 is 7, ours is 7.2"])
  }
}
