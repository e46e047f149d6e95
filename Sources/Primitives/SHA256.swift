/// The SHA-256 hash, incremental. For content identifiers, not for secrets: it is not constant-time.
///
/// Source: FIPS 180-4. One block costs no allocation.
public struct SHA256: Sendable {
  private var state = SHA256.initialState
  /// The block being filled, as big-endian words; what is not filled yet is zero.
  private var block = [16 of UInt32](repeating: 0)
  /// The bytes waiting in `block`, fewer than 64.
  private var filled = 0
  /// The bytes taken so far.
  private var total: UInt64 = 0
  private let compression: SHA256Compression

  /// A hash of nothing yet.
  public init(by compression: SHA256Compression = .portable) { self.compression = compression }

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
    let rest = appendWords(of: bytes.bytes)
    if rest < bytes.count { appendRest(of: bytes.extracting(rest...)) }
  }

  /// Takes at most three bytes, together.
  private mutating func appendRest(of bytes: Span<UInt8>) {
    var word: UInt32 = 0
    for index in bytes.indices { word |= UInt32(bytes[index]) &<< UInt32(24 &- 8 &* index) }
    let parts = UInt64(word) &<< UInt64(32 &- 8 &* (filled & 3))
    let index = filled >> 2
    block[index] |= UInt32(truncatingIfNeeded: parts >> 32)
    filled &+= bytes.count
    total &+= UInt64(bytes.count)
    guard filled >> 2 != index else { return }
    if filled >= 64 {
      compressBlock()
      filled &-= 64
    }
    block[filled >> 2] |= UInt32(truncatingIfNeeded: parts)
  }

  /// Takes the bytes by four, as words, and returns where those begin that are left over.
  ///
  /// A word is cut where the block's next word begins; the second part of the last one begins the next
  /// block.
  private mutating func appendWords(of bytes: RawSpan) -> Int {
    let shift = UInt64(32 &- 8 &* (filled & 3))
    var index = filled >> 2
    var offset = 0
    // What the block's next word begins with.
    var begun = block[index]
    while offset &+ 4 <= bytes.byteCount {
      // Any four bytes are a word.
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).bigEndian
      let parts = UInt64(word) &<< shift
      block[index] = begun | UInt32(truncatingIfNeeded: parts >> 32)
      begun = UInt32(truncatingIfNeeded: parts)
      index &+= 1
      if index == 16 {
        compressBlock()
        index = 0
      }
      offset &+= 4
    }
    block[index] = begun
    filled = index &* 4 &+ (filled & 3)
    total &+= UInt64(offset)
    return offset
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
    block[filled >> 2] |= UInt32(byte) &<< UInt32(24 &- 8 &* (filled & 3))
    filled &+= 1
    total &+= 1
    if filled == 64 {
      compressBlock()
      filled = 0
    }
  }

  private mutating func compressBlock() {
    compression.compress(block, into: &state)
    block = [16 of UInt32](repeating: 0)
  }

  /// The state after the padding: a one bit, zeros, and the length in bits as 64 bits.
  private func finalWords() -> [8 of UInt32] {
    var padded = self
    padded.append(0x80)
    if padded.filled > 56 { padded.compressBlock() }
    let bits = total &* 8
    padded.block[14] = UInt32(truncatingIfNeeded: bits >> 32)
    padded.block[15] = UInt32(truncatingIfNeeded: bits)
    padded.compressBlock()
    return padded.state
  }
}
