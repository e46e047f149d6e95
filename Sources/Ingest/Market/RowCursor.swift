internal import Primitives

/// Walks over the fields of one row, straight from the bytes of the block: no text is made.
///
/// The bytes are passed to each call instead of held, so that the cursor stays a plain value.
struct RowCursor {
  /// The next byte; one past `end` when the last field has been read.
  private(set) var position: Int
  /// Where the row ends.
  let end: Int
  /// Number of the next field, from 0.
  private(set) var column = 0

  /// 10⁰ to 10¹².
  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000,
  ]

  init(_ row: Range<Int>) {
    position = row.lowerBound
    end = row.upperBound
  }

  /// A whole number without sign, as times are written.
  @inline(__always)
  mutating func whole(_ bytes: Span<UInt8>) throws(RowFault) -> Int64 {
    try begin()
    let start = position
    var value: UInt64 = 0
    while position < end {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      position += 1
    }
    // 18 digits cannot overflow, 19 need not fit 63 bits.
    let count = position - start
    guard count >= 1, count <= 19, value <= UInt64(Int64.max), isAtFieldEnd(bytes) else {
      throw RowFault(.notWhole, column: column)
    }
    finish()
    return Int64(value)
  }

  /// A plain decimal number; digits after the twelfth decimal are rounded half-even.
  @inline(__always)
  mutating func decimal(_ bytes: Span<UInt8>) throws(RowFault) -> Fixed {
    try begin()
    let start = position
    var value: UInt64 = 0
    while position < end {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      position += 1
    }
    var digits = position - start
    var decimals = 0
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let point = position
      while position < end {
        let digit = bytes[position] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        value = value &* 10 &+ UInt64(digit)
        position += 1
      }
      decimals = position - point
      digits += decimals
    }
    // Eighteen digits fit in 64 bits; whatever is longer or odd goes the thorough way.
    guard digits >= 1, digits <= 18, decimals <= 12, isAtFieldEnd(bytes) else {
      return try thoroughDecimal(bytes, from: start)
    }
    finish()
    let product = value.multipliedFullWidth(by: Self.powersOfTen[12 - decimals])
    return Fixed(mantissa: (Int128(product.high) << 64) | Int128(product.low))
  }

  /// Passes over a field and answers where it stands.
  mutating func field(_ bytes: Span<UInt8>) throws(RowFault) -> Range<Int> {
    try begin()
    let start = position
    while position < end, bytes[position] != UInt8(ascii: ",") { position += 1 }
    let field = start..<position
    finish()
    return field
  }

  /// Checks that exactly `count` columns are there, passing over the rest.
  mutating func expectColumns(_ count: Int, _ bytes: Span<UInt8>) throws(RowFault) {
    while position <= end { _ = try field(bytes) }
    guard column == count else { throw RowFault(.columnCount) }
  }

  @inline(never)
  private mutating func thoroughDecimal(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(RowFault) -> Fixed {
    position = start
    let index = column
    let range = try field(bytes)
    do {
      return try Fixed(ascii: bytes.extracting(range), rounding: .halfEven)
    } catch {
      throw RowFault(.notDecimal, column: index)
    }
  }

  @inline(__always)
  private func begin() throws(RowFault) {
    guard position <= end else { throw RowFault(.columnCount) }
  }

  @inline(__always)
  private func isAtFieldEnd(_ bytes: Span<UInt8>) -> Bool {
    position == end || bytes[position] == UInt8(ascii: ",")
  }

  @inline(__always)
  private mutating func finish() {
    position += 1
    column += 1
  }
}
