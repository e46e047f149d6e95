import Desk
import Platform
import Primitives

/// A column in which a row of the store is not as the journal makes it.
public struct ColumnDifference: Sendable, Hashable {
  /// The column.
  public let column: String
  /// What the journal makes of it, fit for a terminal, at most 60 characters.
  public let journal: String
  /// What the store has.
  public let store: String

  /// Most characters of a value that are shown.
  static let shown = 60

  /// The columns in which two rows of a table differ.
  static func between(
    _ layout: TableLayout, journal: [RowValue], store: [RowValue]
  ) -> [ColumnDifference] {
    layout.differing(journal, store).map { index in
      let (left, right) = texts(journal[index], store[index])
      return ColumnDifference(column: layout.schema.columns[index].name, journal: left, store: right)
    }
  }

  /// A value for people: times in RFC 3339, control characters as `\xNN`.
  static func text(_ value: RowValue) -> String {
    switch value {
    case .text(let text): visible(text, most: shown)
    case .null, .real, .integer, .boolean, .timestamp: plain(value)
    }
  }

  /// Two values that differ, so that one sees where: a text that begins alike is shown from there on.
  private static func texts(_ left: RowValue, _ right: RowValue) -> (String, String) {
    guard case .text(let one) = left, case .text(let other) = right else { return (text(left), text(right)) }
    let (first, second) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
    let alike = zip(first, second).prefix { $0 == $1 }.count
    let start = alike > shown - 20 ? alike - 10 : 0
    // Equal letters in two spellings look alike: their numbers do not.
    let show = { (scalars: [Unicode.Scalar]) in
      (start > 0 ? "…" : "") + cut(scalars[start...], most: shown, escapesAll: one == other)
    }
    return (show(first), show(second))
  }

  private static func plain(_ value: RowValue) -> String {
    switch value {
    case .null: "NULL"
    case .text(let text): text
    case .real(let number): number.description
    case .integer(let number): String(number)
    case .boolean(let flag): String(flag)
    case .timestamp(let micros): Timestamp(microseconds: micros)?.rfc3339Micros ?? "\(micros) µs"
    }
  }

  /// Text from outside that steers no terminal: control characters as `\xNN`, at most so many characters.
  static func visible(_ text: String, most: Int) -> String {
    cut(text.unicodeScalars, most: most, escapesAll: false)
  }

  private static func cut(
    _ scalars: some Collection<Unicode.Scalar>, most: Int, escapesAll: Bool
  ) -> String {
    var text = ""
    for scalar in scalars.prefix(most) {
      if scalar.steersTerminal || escapesAll && !scalar.isASCII {
        text += scalar.escaped
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return scalars.count > most ? text + "…" : text
  }
}

extension ColumnDifference {
  /// As a row of the scratch database holds them.
  static func stored(_ differences: [ColumnDifference]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for difference in differences {
      writer.beginArray()
      writer.string(difference.column)
      writer.string(difference.journal)
      writer.string(difference.store)
      writer.endArray()
    }
    writer.endArray()
    return writer.takeBytes()
  }

  /// What `stored` wrote.
  static func read(_ bytes: [UInt8]) -> [ColumnDifference] {
    guard let list = try? JSONParser.parse(bytes).array else { return [] }
    return list.compactMap { item in
      guard let texts = item.array?.compactMap(\.string), texts.count == 3 else { return nil }
      return ColumnDifference(column: texts[0], journal: texts[1], store: texts[2])
    }
  }
}
