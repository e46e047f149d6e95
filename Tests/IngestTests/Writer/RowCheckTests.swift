import Desk
import Testing

@testable import Ingest

@Suite("Rows no store can hold, and rows of one key")
struct RowCheckTests {
  @Test("1970 to the end of 2200 is sound, a microsecond before and after is not, in every time column")
  func times() {
    for table in Table.allCases {
      for column in table.schema.columns where column.type == .timestamp {
        let fault = { (micros: Int64) -> String? in
          var values = Rows.full(table, 1).values
          values[table.schema.index(of: column.name) ?? 0] = .timestamp(micros)
          return RowCheck.fault(of: Row(table, values))
        }
        #expect(fault(0) == nil)
        #expect(fault(7_289_654_399_999_999) == nil)
        for micros in [-1, .min, 7_289_654_400_000_000, .max] as [Int64] {
          #expect(fault(micros) == "\(column.name) is outside 1970 to 2200 (\(micros) us since 1970)")
        }
      }
    }
  }

  @Test("NaN and the infinities are named by their column; zeros and the largest number are sound")
  func numbers() {
    for number in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      #expect(RowCheck.fault(of: equity(number)) == "balance is not a finite number")
    }
    for number in [0.0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
      #expect(RowCheck.fault(of: equity(number)) == nil)
    }
  }

  @Test("a key without a value is no key; elsewhere NULL is sound, and so is an empty text in a key")
  func keys() {
    for table in Table.allCases {
      for (place, column) in table.schema.columns.enumerated() {
        var values = Rows.full(table, 1).values
        values[place] = .null
        let isKey = table.schema.keyColumns.contains(column.name)
        let expected = isKey ? "\(column.name) is part of the key and empty" : nil
        #expect(RowCheck.fault(of: Row(table, values)) == expected)
      }
    }
    #expect(RowCheck.fault(of: Rows.risk(id: "")) == nil)
  }

  @Test("text of 4,096 bytes is sound, of one more is not; bytes count, not characters")
  func text() {
    #expect(RowCheck.fault(of: Rows.risk(id: "a", message: String(repeating: "x", count: 4_096))) == nil)
    #expect(RowCheck.fault(of: Rows.risk(id: "a", message: String(repeating: "🧭", count: 1_024))) == nil)
    for long in [String(repeating: "x", count: 4_097), String(repeating: "é", count: 2_049)] {
      #expect(RowCheck.fault(of: Rows.risk(id: "a", message: long)) == "message is longer than 4096 bytes")
    }
  }

  @Test("of each key the newest row stays, in the order of those newest rows")
  func newest() {
    let rows = [
      Rows.risk(id: "a", message: "1"), Rows.risk(id: "b", message: "2"), Rows.risk(id: "a", message: "3"),
      Rows.risk(id: "c", message: "4"), Rows.risk(id: "b", message: "5"),
      Rows.risk(id: "b", message: "6", at: 2),
    ]
    let messages = RowKey.newest(of: rows).map { $0["message"] }
    #expect(messages == [.text("3"), .text("4"), .text("5"), .text("6")])
    #expect(RowKey.newest(of: []) == [])
    let apart = Array(rows.suffix(3))
    #expect(RowKey.newest(of: apart) == apart)
  }

  @Test("tables do not share keys; NULL, empty, another case, another spelling are keys of their own")
  func apart() {
    let ids: [RowValue] = [
      .null, .text(""), .text("a"), .text("A"), .text("a "), .text("\u{e9}"), .text("e\u{301}"),
    ]
    let rows = ids.map { Rows.row(.riskEvents, ["alert_id": $0, "timestamp": .timestamp(1)]) }
    #expect(RowKey.newest(of: rows).count == ids.count)
    #expect(Set(rows.map { Array(RowKey(of: $0).text.utf8) }).count == ids.count)
    let fill = Rows.row(.fills, ["ts": .timestamp(1), "trade_id": .text("a"), "session_id": .text("s")])
    let equity = Rows.row(.equity, ["ts": .timestamp(1), "session_id": .text("s")])
    #expect(RowKey(of: fill) != RowKey(of: equity))
    #expect(RowKey(of: fill).text == #"[1,"a","s"]"#)
  }

  private func equity(_ balance: Double) -> Row {
    Rows.row(.equity, ["ts": .timestamp(1), "session_id": .text("s"), "balance": .real(balance)])
  }
}
