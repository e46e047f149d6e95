import Foundation
import Platform

/// One table file of the shared oracles, taken apart into rows that each have a stable name.
///
/// A row is an element of an array, or the plain members of an object. An element that holds a table of
/// its own under `rows` is taken apart further. The name is the path from the file's name on, an element
/// called by its `id` or `fn`, else by its place: `fees/nautilus/cases/3`.
public struct OracleFile {
  /// Members that say in words where figures come from: no figures themselves.
  static let prose: Set<String> = [
    "about", "note", "source", "venue_rule", "columns", "fn", "id", "recomputed_ok", "reference_agrees",
  ]

  /// In the order of the file.
  public let rows: [OracleRow]

  /// Reads `data/cases/{name}.json` of the shared data.
  public init(_ name: String) throws {
    try self.init(name, json: [UInt8](SharedData.data("data/cases/\(name).json")))
  }

  /// Takes a JSON text apart; `name` begins the name of each row.
  public init(_ name: String, json: [UInt8]) throws {
    var rows: [OracleRow] = []
    Self.walk(try JSONParser.parse(json), name, into: &rows)
    self.rows = rows
  }

  /// The row of a name, for what other rows are reckoned from.
  public func row(_ name: String) -> OracleRow? { rows.first { $0.name == name } }

  /// The rows of a table, in order.
  public func rows(of table: String) -> [OracleRow] { rows.filter { $0.table == table } }

  private static func walk(_ value: JSONValue, _ name: String, into rows: inout [OracleRow]) {
    if let members = value.object {
      let told = members.filter { !prose.contains($0.key) }
      let plain = told.filter { isPlain($0.value) }
      if !plain.isEmpty { rows.append(OracleRow(name, table: name, .object(plain))) }
      for member in told where !isPlain(member.value) {
        walk(member.value, name + "/" + member.key, into: &rows)
      }
    }
    for (place, element) in (value.array ?? []).enumerated() {
      let own = name + "/" + (element["id"]?.string ?? element["fn"]?.string ?? "\(place)")
      if element["rows"] == nil {
        rows.append(OracleRow(own, table: name, element))
      } else {
        walk(element, own, into: &rows)
      }
    }
  }

  private static func isPlain(_ value: JSONValue) -> Bool { value.object == nil && value.array == nil }
}
