import Primitives
import Testing

@Suite("Decimal arithmetic")
struct FixedArithmeticTests {
  /// Values of every size, both signs.
  private static func values(_ count: Int, seed: UInt64) -> [Fixed] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let wide = Int128(truncatingIfNeeded: generator.next()) << 64 | Int128(generator.next())
      return Fixed(mantissa: wide >> Int128(1 + generator.below(126)))
    }
  }

  @Test("sums are exact where binary floating point is not")
  func sums() throws {
    let tenth = try Fixed(parsing: "0.1")
    #expect(tenth + tenth + tenth == (try Fixed(parsing: "0.3")))
    var sum: Fixed = 5
    sum += tenth
    sum -= 6
    #expect(sum.description == "-0.9")
    #expect((-sum).magnitude == sum.magnitude)
    #expect([sum.signum, (-sum).signum, Fixed.zero.signum] == [-1, 1, 0])
    #expect(sum.isNegative && !sum.isPositive && !sum.isZero)
    #expect(Fixed(Int.min).description == String(Int.min))
  }

  @Test("overflow is reported by the reporting forms")
  func overflow() {
    let (greatest, least) = (Fixed.greatest, Fixed(mantissa: .min))
    #expect(greatest.adding(.smallest) == nil)
    #expect(least.subtracting(.smallest) == nil)
    #expect(greatest.adding(least) == Fixed(mantissa: -1))
    #expect(greatest.multipliedReportingOverflow(by: 2, rounding: .down) == nil)
    #expect(greatest.multipliedReportingOverflow(by: greatest, rounding: .down) == nil)
    #expect(greatest.multipliedReportingOverflow(by: 2) == nil)
    #expect(Fixed(3).multiplied(by: -2) == -6)
    #expect(least.multipliedReportingOverflow(by: 1, rounding: .down) == least)
    #expect(least.multipliedReportingOverflow(by: -1, rounding: .down) == nil)
    #expect(greatest.dividedReportingOverflow(by: .smallest, rounding: .down) == nil)
    #expect(Fixed.one.dividedReportingOverflow(by: .zero, rounding: .down) == nil)
    #expect(Fixed.mulDiv(1, 1, 0, rounding: .down) == nil)
    #expect(Fixed.mulDiv(greatest, greatest, greatest, rounding: .down) == greatest)
  }

  @Test("the operators trap on overflow")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Fixed.greatest + .smallest }
    await #expect(processExitsWith: .failure) { _ = Fixed.one.divided(by: .zero, rounding: .down) }
    await #expect(processExitsWith: .failure) { _ = Fixed.greatest.rounded(toStep: 10, .up) }
  }

  @Test(
    "each rule sends a half, its neighbours and its mirror where it says",
    arguments: [
      (.down, [0, 0, 0, 1, 0, -1]), (.up, [1, 1, 1, 2, -1, -2]), (.halfEven, [0, 0, 1, 2, 0, -2]),
      (.halfUp, [0, 1, 1, 2, -1, -2]), (.floor, [0, 0, 0, 1, -1, -2]), (.ceiling, [1, 1, 1, 2, 0, -1]),
    ] as [(Rounding, [Int128])])
  func rules(rule: Rounding, expected: [Int128]) throws {
    let tenth = try Fixed(parsing: "0.1")
    let results = [4, 5, 6, 15, -5, -15].map {
      Fixed(mantissa: $0).multiplied(by: tenth, rounding: rule).mantissa
    }
    #expect(results == expected)
    let quotients = [4, 5, 6, 15, -5, -15].map {
      Fixed(mantissa: $0).divided(by: 10, rounding: rule).mantissa
    }
    #expect(quotients == expected)
  }

  @Test("multiplying and dividing back by one rounding stays within one last place")
  func inverse() {
    let values = Self.values(4_000, seed: 21)
    for (left, right) in zip(values, values.dropFirst()) where !right.isZero {
      guard let quotient = left.dividedReportingOverflow(by: right, rounding: .down) else { continue }
      let back = Fixed.mulDiv(quotient, right, .one, rounding: .down)
      let next = Fixed.mulDiv(
        quotient + Fixed(mantissa: left.isNegative == right.isNegative ? 1 : -1), right, .one,
        rounding: .up)
      // |quotient × right| ≤ |left| ≤ |(quotient + one place away from zero) × right|.
      if let back, let next {
        #expect(back.magnitude <= left.magnitude && left.magnitude <= next.magnitude)
      }
    }
  }

  @Test("floor and ceiling bracket the result, down and up bracket its magnitude")
  func brackets() {
    let values = Self.values(4_000, seed: 22)
    for (left, right) in zip(values, values.dropFirst()) {
      func product(_ rule: Rounding) -> Fixed? {
        left.multipliedReportingOverflow(by: right, rounding: rule)
      }
      guard let floor = product(.floor), let ceiling = product(.ceiling), let down = product(.down),
        let away = product(.up), let even = product(.halfEven), let halfUp = product(.halfUp)
      else { continue }
      #expect(ceiling.mantissa - floor.mantissa <= 1)
      #expect(Set([down, away]) == Set([floor, ceiling]))
      #expect([floor, ceiling].contains(even) && [floor, ceiling].contains(halfUp))
      #expect(product(.down) == right.multipliedReportingOverflow(by: left, rounding: .down))
    }
  }

  @Test("rounding to a step gives a multiple of it, and the same again")
  func steps() throws {
    let tick = try Fixed(parsing: "0.05")
    #expect(try Fixed(parsing: "10.074").rounded(toStep: tick, .floor).description == "10.05")
    #expect(try Fixed(parsing: "-10.074").rounded(toStep: tick, .floor).description == "-10.1")
    #expect(try Fixed(parsing: "10.075").rounded(toStep: tick, .halfEven).description == "10.1")
    #expect(try Fixed(parsing: "10.05").isMultiple(of: tick))
    #expect(try !Fixed(parsing: "10.051").isMultiple(of: tick))
    #expect(Fixed.zero.isMultiple(of: tick))
    for value in Self.values(2_000, seed: 23) where value.magnitude < Fixed(1_000_000_000_000_000_000) {
      for rule in Rounding.allCases {
        let rounded = value.rounded(toStep: tick, rule)
        #expect(rounded.isMultiple(of: tick) && (rounded - value).magnitude < tick)
        #expect(rounded.rounded(toStep: tick, rule) == rounded)
      }
    }
  }

  @Test("decimals and significant digits are limited")
  func digits() throws {
    let price = try Fixed(parsing: "1234.5678")
    #expect(price.rounded(toDecimals: 2, .halfEven).description == "1234.57")
    #expect(price.rounded(toDecimals: -2, .up).description == "1300")
    #expect(price.rounded(toDecimals: 12, .down) == price && price.rounded(toDecimals: 99, .up) == price)
    #expect(price.rounded(toDecimals: -26, .down) == .zero)
    #expect(price.rounded(toSignificantDigits: 5, .halfUp).description == "1234.6")
    #expect(price.rounded(toSignificantDigits: 1, .floor).description == "1000")
    #expect(price.rounded(toSignificantDigits: 40, .floor) == price)
    #expect(try Fixed(parsing: "99999").rounded(toSignificantDigits: 4, .up) == 100_000)
    #expect(
      try Fixed(parsing: "0.000123456").rounded(toSignificantDigits: 3, .down).description == "0.000123")
  }

  @Test("a double is taken at its nearest value, and refused when it has none")
  func approximating() {
    #expect(Fixed(approximating: 0.1)?.description == "0.1")
    #expect(Fixed(approximating: -1234.5)?.description == "-1234.5")
    #expect(Fixed(approximating: 0) == .zero && Fixed(approximating: .leastNonzeroMagnitude) == .zero)
    #expect(Fixed(approximating: 0x1p86)?.double == 0x1p86)
    for value in [Double.nan, .infinity, -.infinity, 2e26, -2e26, 1e300] {
      #expect(Fixed(approximating: value) == nil)
    }
  }

  @Test("the double of a price of few decimals is the one its text parses to")
  func doublesOfPrices() {
    var generator = SeededGenerator(seed: 23)
    for decimals in 4...9 {
      let unit = (0..<12 - decimals).reduce(Int128(1)) { power, _ in power * 10 }
      for _ in 0..<2_000 {
        let value = Fixed(mantissa: Int128(generator.below(1 << (20 + generator.below(40)))) * unit)
        #expect(value.double == Double(value.description), "\(value)")
        #expect((-value).double == -value.double)
      }
    }
  }

  @Test("the double is the one its text parses to, up to 10^15 and beyond")
  func doubles() {
    for value in Self.values(20_000, seed: 24) {
      #expect(value.double == Double(value.description))
    }
    #expect(Fixed(mantissa: .min).double == Double(Fixed(mantissa: .min).description))
    #expect(Fixed.zero.double.sign == .plus)
  }
}
