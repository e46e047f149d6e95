import Primitives
import TestSupport
import Testing

@testable import Trading

/// Sections of the shared `precision_rounding.json` that are out of scope, each with the reason.
private let outOfScope: [String: String] = [
  "one_pip_cases": "a tick is the instrument's, never derived from a price",
  "stop_limit_offset_cases": "stop orders are not placed",
]

@Suite("Shared precision and rounding cases")
struct PrecisionOracleTests {
  static let path = "data/cases/precision_rounding.json"

  @Test(
    "precision and rounding: every row agrees",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let file = try SharedData.object(Self.path)
    for (section, content) in file where section != "about" && section != "rules" {
      guard outOfScope[section] == nil else { continue }
      let rows = try #require(content as? [[String: Any]], "\(section)")
      #expect(!rows.isEmpty)
      for (number, row) in rows.enumerated() {
        let actual = try quantised(row, section: section)
        let expected = SharedData.decimal(row["expected"])
        #expect(actual == expected, "\(section)[\(number)]: \(actual)")
      }
    }
    for section in outOfScope.keys { #expect(file[section] != nil, "\(section) is gone") }
  }

  private func quantised(_ row: [String: Any], section: String) throws -> Fixed {
    let mode = try #require(row["precision_mode"] as? String)
    switch section {
    case "amount_cases":
      return try round(try number(row, "amount"), row, mode: mode, .down)
    case "contract_amount_cases":
      let size = try number(row, "contract_size")
      let contracts = try number(row, "amount").divided(by: size, rounding: .halfEven)
      return try round(contracts, row, mode: mode, .down).multiplied(by: size, rounding: .halfEven)
    case "price_cases":
      let rules: [String: Rounding] = [
        "ROUND_UP": .up, "ROUND_DOWN": .down, "TRUNCATE": .down, "ROUND": .halfUp,
      ]
      let rule = try #require((row["rounding_mode"] as? String).flatMap { rules[$0] })
      return try round(try number(row, "price"), row, mode: mode, rule)
    default:
      Issue.record("\(section): a section nobody reads")
      return 0
    }
  }

  private func number(_ row: [String: Any], _ key: String) throws -> Fixed {
    try #require(SharedData.decimal(row[key]), "\(key)")
  }

  private func round(
    _ value: Fixed, _ row: [String: Any], mode: String, _ rule: Rounding
  ) throws -> Fixed {
    let precision = try number(row, "precision")
    let whole = Int(precision.mantissa / Fixed.unit)
    switch mode {
    case "TICK_SIZE": return value.rounded(toStep: precision, rule)
    case "DECIMAL_PLACES": return value.rounded(toDecimals: whole, rule)
    case "SIGNIFICANT_DIGITS": return value.rounded(toSignificantDigits: whole, rule)
    default:
      Issue.record("\(mode): an unknown precision mode")
      return 0
    }
  }
}
