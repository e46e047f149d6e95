import Platform
import Primitives
import Trading

/// A digest over fills in their order: time, side, quantity, price and fee of each.
///
/// A fill is written as one byte for its side, then what its time, quantity, price and fee differ by from
/// those of the fill before (of the first: from zero). A difference is zigzag coded, 0, −1, 1, −2 as 0, 1, 2,
/// 3, in seven bits a byte with the lowest first, the eighth telling that more follow: so every fill can be
/// told from the bytes, and one of a busy tape takes about twenty of them, of which SHA-256 takes 64 at once.
struct FillsDigest {
  /// Bytes gathered before they are hashed: whole blocks, so that they are hashed where they lie.
  private static let pieceBytes = 1_024

  private var hash = SHA256(by: NativeHash.compression)
  private var bytes: [UInt8] = []
  private var at: Int64 = 0
  private var quantity: Int128 = 0
  private var price: Int128 = 0
  private var fee: Int128 = 0

  /// Takes the next fill.
  mutating func add(_ fill: Fill) {
    bytes.append(fill.side == .buy ? 1 : 0)
    note(Int128(fill.at.nanoseconds), after: Int128(at))
    at = fill.at.nanoseconds
    note(fill.quantity.mantissa, after: quantity)
    quantity = fill.quantity.mantissa
    note(fill.price.mantissa, after: price)
    price = fill.price.mantissa
    note(fill.fee.mantissa, after: fee)
    fee = fill.fee.mantissa
    if bytes.count >= Self.pieceBytes { hashPiece() }
  }

  private mutating func hashPiece() {
    var gathered: [UInt8] = []
    swap(&gathered, &bytes)
    hash.update(gathered.span.extracting(..<Self.pieceBytes))
    gathered.removeFirst(Self.pieceBytes)
    swap(&gathered, &bytes)
  }

  /// The digest of all fills so far as 64 hexadecimal digits; more can follow.
  var hexadecimal: String {
    var all = hash
    all.update(bytes)
    return SHA256.hexadecimal(of: all.finalize())
  }

  /// Differences wrap: that of two values tells the second from the first all the same.
  private mutating func note(_ value: Int128, after previous: Int128) {
    let difference = value &- previous
    var rest = UInt128(bitPattern: difference << 1 ^ difference >> 127)
    // Mostly it fits a word, whose bytes are had for less.
    while rest > UInt128(UInt64.max) { rest = spill(rest) }
    var word = UInt64(truncatingIfNeeded: rest)
    while word >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: word) | 0x80)
      word >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: word))
  }

  private mutating func spill(_ rest: UInt128) -> UInt128 {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    return rest >> 7
  }
}
