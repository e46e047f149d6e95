import Foundation
import Primitives
import Testing

/// One line of Vectors/fixed.tsv.
private struct VectorRow: Sendable, CustomTestStringConvertible {
  let operation: String
  let rule: Rounding?
  let operands: [String]
  let expected: String

  var testDescription: String { "\(operation) \(operands)" }

  init(_ line: Substring) throws {
    let fields = line.split(separator: "\t").map(String.init)
    try #require(fields.count >= 4)
    operation = fields[0]
    rule = Rounding.allCases.first { "\($0)" == fields[1] }
    operands = Array(fields[2..<fields.count - 1])
    expected = fields[fields.count - 1]
  }

  static func all() throws -> [VectorRow] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/fixed.tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try VectorRow($0) }
  }

  func operand(_ index: Int) throws -> Fixed { try Fixed(parsing: operands[index]) }

  /// The result of our arithmetic as text; "overflow" for none.
  func outcome() throws -> String {
    switch operation {
    case "add": try text(operand(0).adding(operand(1)))
    case "subtract": try text(operand(0).subtracting(operand(1)))
    case "multiply": try text(operand(0).multipliedReportingOverflow(by: operand(1), rounding: rounding()))
    case "divide": try text(operand(0).dividedReportingOverflow(by: operand(1), rounding: rounding()))
    case "mulDiv":
      try text(Fixed.mulDiv(operand(0), operand(1), operand(2), rounding: rounding()))
    case "step": try operand(0).rounded(toStep: operand(1), rounding()).description
    case "significant":
      try operand(0).rounded(toSignificantDigits: #require(Int(operands[1])), rounding()).description
    case "decimals":
      try operand(0).rounded(toDecimals: #require(Int(operands[1])), rounding()).description
    case "parse": try Fixed(parsing: operands[0], rounding: rounding()).description
    case "approximate": try text(Fixed(approximating: #require(Double(operands[0]))))
    default: throw FixedError(.empty)
    }
  }

  private func rounding() throws -> Rounding { try #require(rule) }
  private func text(_ value: Fixed?) -> String { value?.description ?? "overflow" }
}

@Suite("Fixed against vectors computed with exact fractions")
struct FixedVectorTests {
  @Test("every vector gives the expected text")
  func everyVector() throws {
    let rows = try VectorRow.all()
    #expect(rows.count >= 3_000)
    // Rounding past the limit traps by design; the exit test below shows it.
    let trapping = ["step", "significant", "decimals"]
    for row in rows where row.operation != "double" {
      if row.expected == "overflow", trapping.contains(row.operation) { continue }
      let outcome = try row.outcome()
      #expect(outcome == row.expected, "\(row.operation) \(row.operands) by \(String(describing: row.rule))")
    }
  }

  @Test("every vector's number converts to the nearest double, and so does its text")
  func everyDouble() throws {
    let rows = try VectorRow.all()
    for row in rows where row.operation == "double" {
      #expect(try row.operand(0).double == Double(row.expected), "\(row.operands[0])")
    }
    for text in rows.flatMap(\.operands) {
      guard let value = try? Fixed(parsing: text) else { continue }
      #expect(value.double == Double(text), "\(text)")
    }
  }

  @Test("every vector's number prints as it was written")
  func everyPrint() throws {
    for row in try VectorRow.all() where ["add", "multiply", "divide"].contains(row.operation) {
      for text in row.operands { #expect(try Fixed(parsing: text).description == text) }
    }
  }
}
