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
  public init(sha256Of parts: [String]) {
    var list = ListDigest()
    for part in parts { list.add(part) }
    self = list.digest
  }

  /// The digest of a list of three texts, equal to that of the array, without allocating.
  public init(sha256Of first: String, _ second: String, _ third: String) {
    var list = ListDigest()
    list.add(first)
    list.add(second)
    list.add(third)
    self = list.digest
  }

  /// The first 128 bits of what `hash` has taken.
  public init(_ hash: SHA256) {
    let bits = hash.first128Bits()
    self.init(high: bits.high, low: bits.low)
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
