internal import Primitives

/// A sum of products of two decimals that loses no digit: two numbers of twelve decimals make one of
/// twenty-four. Never negative.
struct ProductSum: Sendable, Hashable, Comparable {
  /// The sum, rounded down to twelve decimals.
  private(set) var whole: Fixed
  /// What is left of it, in units of 10⁻²⁴; below 10¹².
  private(set) var rest: Int128

  /// Nothing.
  static let zero = ProductSum(whole: .zero, rest: 0)
  /// More than any sum that can be held.
  static let greatest = ProductSum(whole: .greatest, rest: Fixed.unit - 1)

  private init(whole: Fixed, rest: Int128) {
    self.whole = whole
    self.rest = rest
  }

  /// The smallest sum that multiplied by `factor` reaches `value`; both must be above zero.
  static func least(reaching value: Fixed, times factor: Fixed) -> ProductSum {
    precondition(value.isPositive && factor.isPositive, "a value is reached by what is above zero")
    guard let whole = value.dividedReportingOverflow(by: factor, rounding: .down) else { return .greatest }
    // value · 10¹² mod factor: it fits, so that the wrapping of what it is the difference of is undone.
    let remainder = Fixed(mantissa: value.mantissa &* Fixed.unit &- whole.mantissa &* factor.mantissa)
    guard let rest = remainder.dividedReportingOverflow(by: factor, rounding: .up) else { return .greatest }
    return ProductSum(whole: whole, rest: 0).adding(whole: .zero, rest: rest.mantissa) ?? .greatest
  }

  /// The sum with `first · second` added, neither below zero; nil when it cannot be held.
  func adding(_ first: Fixed, times second: Fixed) -> ProductSum? {
    guard let whole = first.multipliedReportingOverflow(by: second, rounding: .down) else { return nil }
    // What rounding took, below 10¹²: wrapping as above.
    let rest = first.mantissa &* second.mantissa &- whole.mantissa &* Fixed.unit
    return adding(whole: whole, rest: rest)
  }

  private func adding(whole added: Fixed, rest more: Int128) -> ProductSum? {
    let rest = rest + more
    let carry = rest >= Fixed.unit ? Fixed.smallest : .zero
    guard let sum = whole.adding(added)?.adding(carry) else { return nil }
    return ProductSum(whole: sum, rest: carry.isZero ? rest : rest - Fixed.unit)
  }

  /// Orders by value.
  static func < (left: ProductSum, right: ProductSum) -> Bool {
    (left.whole, left.rest) < (right.whole, right.rest)
  }
}
