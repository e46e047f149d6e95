/// A content identifier: the first 128 bits of a SHA-256.
///
/// Equal content gives an equal identifier on every run and machine, which is what makes a retried
/// signal or order recognisable.
@frozen
public struct Digest128: Hashable, Sendable {
  /// The first 64 bits.
  public let high: UInt64
  /// The second 64 bits.
  public let low: UInt64

  /// A digest from its two halves.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The digest of a list of texts.
  ///
  /// Each text is hashed after its length in UTF-8 bytes (seven bits a byte, least significant first),
  /// so that `["ab", "c"]` and `["a", "bc"]` differ.
  public init(sha256Of parts: [String]) {
    var hash = SHA256()
    for part in parts { Digest128.update(&hash, with: part) }
    self.init(hash)
  }

  /// The digest of a list of three texts, equal to that of the array, without allocating.
  public init(sha256Of first: String, _ second: String, _ third: String) {
    var hash = SHA256()
    Digest128.update(&hash, with: first)
    Digest128.update(&hash, with: second)
    Digest128.update(&hash, with: third)
    self.init(hash)
  }

  /// The digest of three texts, the third of them given in pieces.
  public init(
    sha256Of first: String, _ second: String, joined start: String, _ middle: String, _ next: String,
    _ end: String
  ) {
    var hash = SHA256()
    Digest128.update(&hash, with: first)
    Digest128.update(&hash, with: second)
    Digest128.updateLength(
      &hash, start.utf8.count + middle.utf8.count + next.utf8.count + end.utf8.count)
    hash.update(start)
    hash.update(middle)
    hash.update(next)
    hash.update(end)
    self.init(hash)
  }

  /// The first 128 bits of what `hash` has taken.
  public init(_ hash: SHA256) {
    let bits = hash.first128Bits()
    self.init(high: bits.high, low: bits.low)
  }

  private static func update(_ hash: inout SHA256, with part: String) {
    let bytes = part.utf8.span
    updateLength(&hash, bytes.count)
    hash.update(bytes)
  }

  private static func updateLength(_ hash: inout SHA256, _ count: Int) {
    var length = UInt64(count)
    while length >= 0x80 {
      hash.append(UInt8(truncatingIfNeeded: length) | 0x80)
      length >>= 7
    }
    hash.append(UInt8(truncatingIfNeeded: length))
  }
}

extension Digest128 {
  /// By the second half: a digest is evenly spread already.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

extension Digest128: Comparable {
  /// Orders as the texts do.
  @inlinable
  public static func < (left: Digest128, right: Digest128) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
