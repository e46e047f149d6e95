/// The decimal text of a double, for columns that hold decimals as REAL.
enum DecimalDigits {
  /// The shortest text that reads back as the same double, without exponent, `.0` or a negative zero; nil
  /// for what is no number.
  ///
  /// The standard library finds the shortest digits; here they are laid out around the point.
  static func text(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    guard value != 0 else { return "0" }
    var digits: [UInt8] = []
    var exponent = 0
    var pointAt: Int?
    let description = Array(value.magnitude.description.utf8)
    for (index, byte) in description.enumerated() {
      if byte == UInt8(ascii: ".") {
        pointAt = digits.count
      } else if byte == UInt8(ascii: "e") {
        exponent = Int(String(decoding: description[(index + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(byte)
      }
    }
    // The value is 0.d1d2d3… × 10^place, place counted in the digits as they stand.
    let place = (pointAt ?? digits.count) + exponent
    return (value < 0 ? "-" : "") + layOut(digits, place: place)
  }

  private static func layOut(_ digits: [UInt8], place: Int) -> String {
    let zero = UInt8(ascii: "0")
    let whole: [UInt8]
    var fraction: [UInt8]
    if place <= 0 {
      whole = [zero]
      fraction = Array(repeating: zero, count: -place) + digits
    } else if place >= digits.count {
      whole = digits + Array(repeating: zero, count: place - digits.count)
      fraction = []
    } else {
      whole = Array(digits[..<place])
      fraction = Array(digits[place...])
    }
    while fraction.last == zero { fraction.removeLast() }
    let leading = whole.prefix { $0 == zero }.count
    let shown = leading == whole.count ? [zero] : Array(whole[leading...])
    let text = String(decoding: shown, as: UTF8.self)
    return fraction.isEmpty ? text : text + "." + String(decoding: fraction, as: UTF8.self)
  }
}
