extension Fixed: CustomStringConvertible {
  /// The value as plain decimal text: no exponent, no trailing zeros, no negative zero.
  public var description: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Fixed.longestText) { room in
      var text = OutputSpan(buffer: room, initializedCount: 0)
      append(to: &text)
      let count = text.finalize(for: room)
      return String(decoding: room.prefix(count), as: UTF8.self)
    }
  }

  /// The value rounded half-even to a fixed number of decimals, 0...12, as `1.50`.
  public func description(decimals: Int) -> String {
    precondition((0...Fixed.scaleDigits).contains(decimals), "decimals must be 0...12")
    let step = PowersOfTen.long(Fixed.scaleDigits - decimals)
    let (quotient, remainder) = mantissa.magnitude.quotientAndRemainder(dividingBy: step)
    let grows = Rounding.halfEven.growsMagnitude(
      odd: quotient & 1 == 1, remainder: remainder, divisor: step, negative: mantissa < 0)
    let rounded = (quotient + (grows ? 1 : 0)) * step
    let (whole, fraction) = WideDivision.byUnit(high: 0, low: rounded)
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: Fixed.longestText) { output in
      if mantissa < 0, rounded != 0 { output.append(UInt8(ascii: "-")) }
      DecimalText.append(whole, to: &output)
      guard decimals > 0 else { return }
      output.append(UInt8(ascii: "."))
      let digits = fraction / PowersOfTen.short(Fixed.scaleDigits - decimals)
      DecimalText.append(digits, width: decimals, to: &output)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The length of the longest text: a sign, 27 digits, a point and 12 decimals.
  static var longestText: Int { 41 }

  /// Appends the text of ``description``, at most 41 bytes, without allocating where so many fit.
  public func append(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Fixed.longestText) { append(to: &$0) }
  }

  /// The same, where there is room for it.
  func append(to output: inout OutputSpan<UInt8>) {
    let (whole, fraction) = WideDivision.byUnit(high: 0, low: mantissa.magnitude)
    if mantissa < 0 { output.append(UInt8(ascii: "-")) }
    DecimalText.append(whole, to: &output)
    guard fraction != 0 else { return }
    output.append(UInt8(ascii: "."))
    DecimalText.append(decimals: fraction, to: &output)
  }
}
