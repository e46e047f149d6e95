import Foundation
import TestSupport
import Testing

/// Every figure of an oracle's file by a name of its own, so that none is passed over in silence.
enum OracleRows {
  /// The rows of a JSON value: a list's dictionaries and lists, and each single value of a dictionary.
  static func all(of value: Any, at path: String = "") -> [(id: String, value: Any)] {
    if let object = value as? [String: Any] {
      return object.keys.sorted().flatMap { key in
        all(of: object[key] ?? "", at: path.isEmpty ? key : "\(path).\(key)")
      }
    }
    if let list = value as? [Any], list.contains(where: { $0 is [String: Any] || $0 is [Any] }) {
      return list.enumerated().map { ("\(path)[\($0.offset)]", $0.element) }
    }
    return [(path, value)]
  }

  /// Fails for a row that is neither checked nor excused, and for an excuse without its row.
  ///
  /// `check` answers false for a row it does not know; what it knows it compares itself.
  static func audit(
    _ rows: [(id: String, value: Any)], excused: [String: String],
    check: (String, Any) throws -> Bool
  ) rethrows {
    #expect(!rows.isEmpty)
    for (id, value) in rows {
      let isKnown = try check(id, value)
      switch (isKnown, excused[id]) {
      case (false, nil): Issue.record("\(id): neither checked nor excused")
      case (true, let reason?): Issue.record("\(id): checked, but excused as \(reason)")
      case (true, nil), (false, _?): break
      }
    }
    let ids = Set(rows.map(\.id))
    for id in excused.keys.sorted() { #expect(ids.contains(id), "\(id) is gone") }
  }
}

/// Expects a figure to be an oracle's, to a relative tolerance; "nan" and null stand for nil.
func expect(
  _ actual: Double?, is oracle: Any?, within tolerance: Double = 1e-9, _ id: String,
  location: SourceLocation = #_sourceLocation
) {
  guard let number = oracle as? NSNumber else {
    let isNil = oracle is NSNull || (oracle as? String) == "nan"
    #expect(isNil && actual == nil, "\(id): \(String(describing: actual))", sourceLocation: location)
    return
  }
  let expected = number.doubleValue
  guard let actual else {
    Issue.record("\(id): nil instead of \(expected)", sourceLocation: location)
    return
  }
  let distance = abs(actual - expected)
  let agrees = distance <= tolerance * max(abs(expected), tolerance) || distance <= 1e-12
  #expect(agrees, "\(id): \(actual) instead of \(expected)", sourceLocation: location)
}

@Suite("The audit of an oracle's rows")
struct OracleRowsTests {
  @Test("finds every row of nested lists and objects")
  func findsRows() {
    let file: [String: Any] = ["a": ["x": 1, "rows": [[1, 2], [3, 4]]], "b": [1.0, 2.0]]
    #expect(OracleRows.all(of: file).map(\.id) == ["a.rows[0]", "a.rows[1]", "a.x", "b"])
  }

  @Test("fails for a row nobody checks and for an excuse without a row")
  func fails() {
    withKnownIssue { OracleRows.audit([("new", 1)], excused: [:]) { _, _ in false } }
    withKnownIssue { OracleRows.audit([("a", 1)], excused: ["b": "gone"]) { _, _ in true } }
    withKnownIssue { OracleRows.audit([("a", 1)], excused: ["a": "no"]) { _, _ in true } }
  }
}
