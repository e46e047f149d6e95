extension Fixed {
  /// Parses a plain decimal number exactly.
  ///
  /// Grammar: an optional `-` or `+`, digits, an optional point with digits; at least one digit on
  /// either side of the point. No spaces, separators, exponents or names of infinities. Digits after
  /// the twelfth decimal must be zeros. Every printed value parses back to itself.
  public init(parsing text: String) throws(FixedError) {
    try self.init(ascii: text.utf8.span)
  }

  /// Parses as ``init(parsing:)`` does, but rounds digits after the twelfth decimal.
  ///
  /// For market data that was written from binary floating point, such as `1.1997200000000001`.
  public init(parsing text: String, rounding rule: Rounding) throws(FixedError) {
    try self.init(ascii: text.utf8.span, rounding: rule)
  }

  /// Parses the bytes of a plain decimal number exactly, see ``init(parsing:)``.
  public init(ascii bytes: ArraySlice<UInt8>) throws(FixedError) {
    try self.init(ascii: bytes.span)
  }

  /// Parses the bytes of a plain decimal number exactly, see ``init(parsing:)``.
  public init(ascii bytes: Span<UInt8>) throws(FixedError) {
    let scan = try DecimalScan(bytes)
    if let position = scan.firstExcessPosition { throw FixedError(.tooPrecise, at: position) }
    guard let value = Fixed(magnitude: scan.magnitude, negative: scan.negative) else {
      throw FixedError(.overflow)
    }
    self = value
  }

  /// Parses the bytes of a decimal number, rounding after the twelfth decimal.
  public init(ascii bytes: Span<UInt8>, rounding rule: Rounding) throws(FixedError) {
    let scan = try DecimalScan(bytes)
    // The excess stands in for the remainder: 0, below half, half or above half of four quarters.
    let value = Fixed(
      quotient: scan.magnitude, remainder: scan.excessQuarters, divisor: 4,
      negative: scan.negative, rounding: rule)
    guard let value else { throw FixedError(.overflow) }
    self = value
  }
}
