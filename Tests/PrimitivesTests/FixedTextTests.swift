import Primitives
import Testing

@Suite("Printing decimal numbers")
struct FixedTextTests {
  @Test(
    "the text is plain, without trailing zeros or a negative zero",
    arguments: [
      (0, "0"), (1, "0.000000000001"), (-500_000_000_000, "-0.5"), (1_000_000_000_000, "1"),
      (100_000_000_000_000, "100"), (1_000_000_010_000, "1.00000001"), (100_000_000, "0.0001"),
      (10_000_000, "0.00001"), (10_000_000_000_000_000_000_000_000, "10000000000000"),
      (18_446_744_073_709_551_616_000_000_000_000, "18446744073709551616"),
      (Int128.max, "170141183460469231731687303.715884105727"),
      (Int128.min, "-170141183460469231731687303.715884105728"),
    ] as [(Int128, String)])
  func canonical(mantissa: Int128, text: String) {
    let value = Fixed(mantissa: mantissa)
    #expect(value.description == text)
    var bytes = Array("x=".utf8)
    value.append(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "x=" + text)
  }

  @Test("a fixed number of decimals rounds half to even and never prints a negative zero")
  func decimals() throws {
    #expect(Fixed.zero.description(decimals: 2) == "0.00")
    #expect(Fixed(7).description(decimals: 0) == "7")
    #expect(try Fixed(parsing: "1.005").description(decimals: 2) == "1.00")
    #expect(try Fixed(parsing: "1.015").description(decimals: 2) == "1.02")
    #expect(try Fixed(parsing: "-0.004").description(decimals: 2) == "0.00")
    #expect(try Fixed(parsing: "-0.006").description(decimals: 2) == "-0.01")
    #expect(try Fixed(parsing: "9.999").description(decimals: 1) == "10.0")
    #expect(try Fixed(parsing: "0.05").description(decimals: 12) == "0.050000000000")
    #expect(Fixed.greatest.description(decimals: 1) == "170141183460469231731687303.7")
    #expect(Fixed.greatest.description(decimals: 0) == "170141183460469231731687304")
  }

  @Test("what is printed reads back as the same value")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let wide = Int128(truncatingIfNeeded: generator.next()) << 64 | Int128(generator.next())
      let value = Fixed(mantissa: wide >> Int128(generator.below(128)))
      #expect(try Fixed(parsing: value.description) == value)
      // The appended room may be used up exactly: start from an array without spare capacity.
      var bytes: [UInt8] = []
      value.append(to: &bytes)
      #expect(bytes.elementsEqual(value.description.utf8))
    }
  }
}
