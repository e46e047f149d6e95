import Testing

@testable import Query

@Suite("Decimals out of REAL columns")
struct DecimalDigitsTests {
  @Test(
    "A double is written with its shortest digits and no exponent",
    arguments: [
      (0.1, "0.1"), (-0.1, "-0.1"), (0, "0"), (-0.0, "0"), (1, "1"), (100, "100"), (50_500, "50500"),
      (123.456, "123.456"), (1e-7, "0.0000001"), (1.5e-9, "0.0000000015"), (1e16, "10000000000000000"),
      (1.5e21, "1500000000000000000000"), (0.1 + 0.2, "0.30000000000000004"), (-2.5e-3, "-0.0025"),
      (9_007_199_254_740_992, "9007199254740992"),
    ])
  func text(_ value: Double, _ expected: String) {
    #expect(DecimalDigits.text(value) == expected)
  }

  @Test("The text reads back as the same double, over many magnitudes")
  func roundTrip() throws {
    var value = 1.1e-20
    while value < 1e25 {
      let text = try #require(DecimalDigits.text(value))
      #expect(Double(text) == value)
      #expect(!text.contains("e"))
      value *= 3.7
    }
  }

  @Test("What is no number has no text", arguments: [Double.nan, .infinity, -.infinity])
  func noNumber(_ value: Double) {
    #expect(DecimalDigits.text(value) == nil)
  }
}
