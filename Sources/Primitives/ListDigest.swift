/// The digest of a list of texts, taken in one by one.
///
/// Each text is hashed after its length in UTF-8 bytes (seven bits a byte, least significant first), so
/// that `["ab", "c"]` and `["a", "bc"]` differ.
public struct ListDigest: Sendable {
  private var hash: SHA256

  /// Of an empty list.
  public init(by compression: SHA256Compression = .portable) { hash = SHA256(by: compression) }

  /// The digest of the list so far; more can follow.
  public var digest: Digest128 { Digest128(hash) }

  /// Takes the next text.
  public mutating func add(_ text: String) {
    let bytes = text.utf8.span
    addLength(bytes.count)
    hash.update(bytes)
  }

  /// Takes the next text, given in pieces.
  public mutating func add(joining first: String, _ second: String, _ third: String, _ fourth: String) {
    addLength(first.utf8.count + second.utf8.count + third.utf8.count + fourth.utf8.count)
    hash.update(first)
    hash.update(second)
    hash.update(third)
    hash.update(fourth)
  }

  /// Takes the text of an amount, its `description`, without making one.
  public mutating func add(_ amount: Fixed) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Fixed.longestText) { room in
      var text = OutputSpan(buffer: room, initializedCount: 0)
      amount.append(to: &text)
      addLength(text.count)
      hash.update(text.span)
      _ = text.finalize(for: room)
    }
  }

  private mutating func addLength(_ count: Int) {
    var length = UInt64(count)
    while length >= 0x80 {
      hash.append(UInt8(truncatingIfNeeded: length) | 0x80)
      length >>= 7
    }
    hash.append(UInt8(truncatingIfNeeded: length))
  }
}
