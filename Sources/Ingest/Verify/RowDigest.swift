import Desk
import Primitives

/// A fingerprint of rows that does not depend on their order: the sum of their SHA-256 prefixes.
///
/// Equal sets of rows give equal digests, in every store and process. Adding and taking away rows is
/// exact, and wraps at 128 bits.
struct RowDigest: Hashable {
  private(set) var bits: UInt128 = 0

  /// Of no row.
  init() {}

  /// Of one row; the two zeroes are one number.
  init(of values: [RowValue]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    for value in values {
      switch value {
      case .null: bytes.append(0)
      case .text(let text): Self.append(text, to: &bytes)
      case .real(let number): Self.append(3, (number == 0 ? 0 : number).bitPattern, to: &bytes)
      case .integer(let number): Self.append(4, UInt64(bitPattern: number), to: &bytes)
      case .boolean(let flag): bytes += [5, flag ? 1 : 0]
      case .timestamp(let micros): Self.append(6, UInt64(bitPattern: micros), to: &bytes)
      }
    }
    var hash = SHA256()
    hash.update(bytes)
    let digest = Digest128(hash)
    bits = UInt128(digest.high) << 64 | UInt128(digest.low)
  }

  /// As it was written by `stored`; of no row when it is no such thing.
  init(stored bytes: [UInt8]) {
    guard bytes.count == 16 else { return }
    bits = bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// Sixteen bytes, most significant first.
  var stored: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: bits >> (120 - 8 * $0)) } }

  /// 26 characters of base 32.
  var text: String {
    Digest128(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits)).text
  }

  static func += (left: inout Self, right: Self) { left.bits &+= right.bits }
  static func -= (left: inout Self, right: Self) { left.bits &-= right.bits }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    append(2, UInt64(text.utf8.count), to: &bytes)
    bytes += text.utf8
  }

  private static func append(_ tag: UInt8, _ value: UInt64, to bytes: inout [UInt8]) {
    bytes.append(tag)
    for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
