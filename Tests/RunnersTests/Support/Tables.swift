import Ingest
import Query

/// The tables a quant sees, as text, without what tells when and in which order they were written.
enum Tables {
  static let names = [
    "live_orders", "live_positions", "signal_history", "fills", "order_events", "risk_events", "equity",
    "operator_commands",
  ]

  /// Every row of every table, by market time.
  static func all(_ directory: String) throws -> [String: [String]] {
    var content: [String: [String]] = [:]
    for name in names {
      let columns = try lines(directory, "SELECT name FROM pragma_table_info('\(name)')").dropFirst()
        .filter { $0 != "recorded_at" && $0 != "seq" }
      content[name] = try lines(
        directory, "SELECT \(columns.joined(separator: ", ")) FROM \(name)"
      ).dropFirst().sorted()
    }
    return content
  }

  /// The lines of a statement's CSV, the header first.
  static func lines(_ directory: String, _ statement: String) throws -> [String] {
    var bytes: [UInt8] = []
    try SQLRunner(path: directory + "/sextant.sqlite").run(statement, format: .csv) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }
}
