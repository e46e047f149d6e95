internal import Primitives
internal import Trading

/// What is wrong with a row: which column, counted from 0, and what about it.
struct RowFault: Error, Equatable {
  /// The kinds of fault.
  enum Problem: Equatable {
    case columnCount
    case overlong
    case notDecimal
    case notWhole
    case notPositive
    case negative
    case tooLarge(Fixed)
    case timeOutOfRange
    case backwards
    case overlaps
    case leap
    case crossed
    case notHighest
    case notLowest
    case side
    case missing
  }

  let problem: Problem
  let column: Int

  init(_ problem: Problem, column: Int = 0) {
    self.problem = problem
    self.column = column
  }

  /// The fault in words, with the column's name and its text shortened to 40 harmless characters.
  func reason(line: ArraySlice<UInt8>, columns: [String]) -> String {
    let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    switch problem {
    case .columnCount: return "has \(fields.count) columns, the header has \(columns.count)"
    case .overlong: return "is longer than \(TapeLines.longestLine) bytes"
    default:
      let name = columns.indices.contains(column) ? columns[column] : "column \(column + 1)"
      let field = fields.indices.contains(column) ? fields[column] : []
      return "\(name) \"\(Self.harmless(field, limit: 40))\" \(rule(column: name))"
    }
  }

  private func rule(column: String) -> String {
    let unit = column == "ts_ms" ? "milliseconds" : "nanoseconds"
    return switch problem {
    case .columnCount, .overlong: ""
    case .notDecimal: "is not a plain decimal number"
    case .notWhole: "is not a whole number of \(unit)"
    case .notPositive: "must be above zero"
    case .negative: "must not be below zero"
    case .tooLarge(let bound): "must be at most \(bound)"
    case .timeOutOfRange: "must be \(unit) since 1970, between the years 1990 and 2200"
    case .backwards: "is earlier than the row before"
    case .overlaps: "is before the end of the candle before"
    case .leap: "is more than 366 days after the row before"
    case .crossed: "is below the bid"
    case .notHighest: "is below the open, the low or the close"
    case .notLowest: "is above the open or the close"
    case .side: "must be buy, sell or none"
    case .missing: "must not be empty"
    }
  }

  /// Text of a file as it may stand in a message: printable ASCII, `?` for the rest, cut off.
  static func harmless(_ bytes: ArraySlice<UInt8>, limit: Int) -> String {
    let shown = bytes.prefix(limit).map { (0x20..<0x7f).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: shown, as: UTF8.self) + (bytes.count > limit ? "…" : "")
  }
}
