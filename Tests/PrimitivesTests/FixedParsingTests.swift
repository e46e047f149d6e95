import Primitives
import Testing

@Suite("Reading decimal numbers")
struct FixedParsingTests {
  @Test(
    "plain decimal text is read exactly",
    arguments: [
      ("0", 0), ("-0", 0), ("+1", 1_000_000_000_000), ("1.", 1_000_000_000_000),
      (".5", 500_000_000_000), ("-0.5", -500_000_000_000), ("007.10", 7_100_000_000_000),
      ("0.000000000001", 1), ("-0.000000000001000000", -1),
      ("1.50000000000000000000000000000000000000000", 1_500_000_000_000),
      ("170141183460469231731687303.715884105727", Int128.max),
      ("-170141183460469231731687303.715884105728", Int128.min),
      ("0000000000000000000000000000000000000000000000000001", 1_000_000_000_000),
    ] as [(String, Int128)])
  func exact(text: String, mantissa: Int128) throws {
    #expect(try Fixed(parsing: text).mantissa == mantissa)
    #expect(try Fixed(ascii: Array(text.utf8)[...]).mantissa == mantissa)
  }

  @Test(
    "anything else is refused with its cause and place",
    arguments: [
      ("", .empty, nil), ("-", .noDigits, nil), (".", .noDigits, nil), ("-.", .noDigits, nil),
      ("+-1", .invalidCharacter, 2), ("--1", .invalidCharacter, 2), (" 1", .invalidCharacter, 1),
      ("1 ", .invalidCharacter, 2), ("1,5", .invalidCharacter, 2), ("1.2.3", .invalidCharacter, 4),
      ("0x10", .invalidCharacter, 2), ("1_000", .invalidCharacter, 2), ("abc", .invalidCharacter, 1),
      ("١", .invalidCharacter, 1), ("1\0", .invalidCharacter, 2), ("1-", .invalidCharacter, 2),
      ("1e3", .exponent, 2), ("1.5E-7", .exponent, 4), ("e3", .invalidCharacter, 1),
      ("NaN", .notANumber, 1), ("-inf", .notANumber, 2), ("Infinity", .notANumber, 1),
      ("nano", .invalidCharacter, 1), ("0.0000000000001", .tooPrecise, 15),
      ("1.0000000000000000009", .tooPrecise, 21),
      ("170141183460469231731687303.715884105728", .overflow, nil),
      ("-170141183460469231731687303.715884105729", .overflow, nil),
      ("170141183460469231731687304", .overflow, nil),
      ("1234567890123456789012345678901234567890", .overflow, nil),
      ("9999999999999999999999999999999999999999", .overflow, nil),
    ] as [(String, FixedError.Code, Int?)])
  func refused(text: String, code: FixedError.Code, position: Int?) {
    #expect(throws: FixedError(code, at: position)) { try Fixed(parsing: text) }
  }

  @Test("excess decimals are rounded only where the caller says how")
  func rounding() throws {
    #expect(throws: FixedError(.tooPrecise, at: 18)) { try Fixed(parsing: "1.1997200000000001") }
    #expect(try Fixed(parsing: "1.1997200000000001", rounding: .halfEven).description == "1.19972")
    #expect(try Fixed(parsing: "1.1997200000000001", rounding: .up).description == "1.199720000001")
    #expect(try Fixed(parsing: "0.0000000000005", rounding: .halfEven) == .zero)
    #expect(try Fixed(parsing: "0.00000000000050000001", rounding: .halfEven) == .smallest)
    #expect(try Fixed(parsing: "0.0000000000015", rounding: .halfEven).mantissa == 2)
    #expect(try Fixed(parsing: "-0.0000000000005", rounding: .halfUp).mantissa == -1)
    #expect(try Fixed(parsing: "-0.00000000000000001", rounding: .floor).mantissa == -1)
    #expect(throws: FixedError(.exponent, at: 2)) { try Fixed(parsing: "1e3", rounding: .down) }
    #expect(throws: FixedError(.overflow)) {
      try Fixed(parsing: "170141183460469231731687303.7158841057275", rounding: .halfUp)
    }
  }

  @Test("an error reads as a sentence and does not repeat the text")
  func errorText() {
    #expect(
      FixedError(.exponent, at: 2).description == "exponent notation is not accepted at character 2")
    #expect(FixedError(.overflow).description == "the number is too large")
  }

  @Test("random bytes are read or refused, never more")
  func noise() {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array("0123456789..--+eE naif\u{7f}".utf8)
    for _ in 0..<20_000 {
      let count = Int(generator.below(48))
      let bytes = (0..<count).map { _ in alphabet[Int(generator.below(UInt64(alphabet.count)))] }
      guard let value = try? Fixed(ascii: bytes[...]) else { continue }
      #expect((try? Fixed(parsing: value.description)) == value)
    }
  }
}
