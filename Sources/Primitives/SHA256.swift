/// The SHA-256 hash, incremental. For content identifiers, not for secrets: it is not constant-time.
///
/// Source: FIPS 180-4. One block costs no allocation.
public struct SHA256: Sendable {
  private var state = SHA256.initialState
  private var block = [64 of UInt8](repeating: 0)
  /// The bytes waiting in `block`, fewer than 64.
  private var filled = 0
  /// The bytes taken so far.
  private var total: UInt64 = 0

  /// A hash of nothing yet.
  public init() {}

  /// The hash of all of `bytes`, 32 bytes.
  public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The hash of `bytes`, 32 bytes.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The hash of the UTF-8 of `text`, 32 bytes.
  public static func hash(_ text: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(text)
    return hash.finalize()
  }

  /// The hash of the UTF-8 of `text` as 64 lowercase hexadecimal digits.
  public static func hexadecimal(_ text: String) -> String {
    hexadecimal(of: hash(text))
  }

  /// Bytes as lowercase hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes more bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Takes more bytes.
  public mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// Takes the UTF-8 of `text`.
  public mutating func update(_ text: String) {
    update(text.utf8.span)
  }

  /// Takes more bytes.
  public mutating func update(_ bytes: Span<UInt8>) {
    total &+= UInt64(bytes.count)
    var index = 0
    while index < bytes.count {
      if filled == 0, bytes.count - index >= 64 {
        // Whole blocks are read where they lie.
        SHA256.compress(bytes, at: index, into: &state)
        index += 64
      } else {
        let taken = min(64 - filled, bytes.count - index)
        for offset in 0..<taken { block[filled &+ offset] = bytes[index &+ offset] }
        index += taken
        filled += taken
        compressFullBlock()
      }
    }
  }

  /// The hash of everything taken, 32 bytes. The value stays as it was, so more can follow.
  public func finalize() -> [UInt8] {
    let words = finalWords()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in words.indices {
      let word = words[index]
      for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return bytes
  }

  /// The first 128 bits of the hash, most significant first.
  func first128Bits() -> (high: UInt64, low: UInt64) {
    let words = finalWords()
    return (
      UInt64(words[0]) << 32 | UInt64(words[1]), UInt64(words[2]) << 32 | UInt64(words[3])
    )
  }

  /// Takes one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    block[filled] = byte
    filled += 1
    total &+= 1
    compressFullBlock()
  }

  @inline(__always)
  private mutating func compressFullBlock() {
    guard filled == 64 else { return }
    SHA256.compress(block.span, at: 0, into: &state)
    filled = 0
  }

  /// The state after the padding: a one bit, zeros, and the length in bits as 64 bits.
  private func finalWords() -> [8 of UInt32] {
    var padded = self
    let bits = total &* 8
    padded.append(0x80)
    if padded.filled > 56 { padded.fill(to: 64) }
    padded.fill(to: 56)
    for index in 0..<8 {
      padded.append(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)))
    }
    return padded.state
  }

  /// Zeros up to a place in the block.
  private mutating func fill(to end: Int) {
    while filled < end {
      block[filled] = 0
      filled += 1
    }
    compressFullBlock()
  }
}
