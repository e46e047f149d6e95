/// A key of an ``OrderedTable``, which says its hash itself.
///
/// The hash of the standard library costs some 250 instructions even for a key that is a hash already.
public protocol TableKey: Hashable {
  /// A hash, spread over all bits and alike for equal keys; it differs in every process.
  ///
  /// Nobody outside may be able to choose many keys whose hashes end alike: searching among them would
  /// take time for each. Nothing may depend on it but where a key is looked for.
  var tableHash: UInt64 { get }
}

extension Digest128: TableKey {
  /// The digest, mixed with numbers of this process.
  ///
  /// A SHA-256 is spread already, but who can have it taken of texts of his choice can try texts until
  /// the digests end alike, a few ten thousand tries for each; with unknown numbers mixed in he cannot
  /// know which ones to keep.
  public var tableHash: UInt64 {
    let secret = HashSecret.ofProcess
    return secret.finished(HashSecret.mixed(low ^ secret.first, high ^ secret.second))
  }
}

extension String: TableKey {
  /// The text's ASCII, eight bytes at a time, mixed with numbers of this process.
  ///
  /// Names come from exchanges and senders, so nobody may know which of them fall together; without the
  /// numbers nobody does. They are short, so a mixing of a few instructions is cheaper than a hash made
  /// for any length. Text beyond ASCII can be equal without being the same bytes ("é" is one scalar or
  /// two), so its hash is that of the standard library, which knows.
  public var tableHash: UInt64 {
    let bytes = utf8.span.bytes
    let secret = HashSecret.ofProcess
    // Not in the hash itself, where a first byte could make up for it.
    let multiplier = secret.second &+ UInt64(bytes.byteCount)
    var hash = secret.first
    var all: UInt64 = 0
    var offset = 0
    while offset < bytes.byteCount {
      let word = HashSecret.word(of: bytes, at: offset)
      all |= word
      hash = HashSecret.mixed(hash ^ word, multiplier)
      offset &+= 8
    }
    return all & 0x8080_8080_8080_8080 == 0 ? secret.finished(hash) : hashBeyondASCII
  }

  private var hashBeyondASCII: UInt64 {
    let text = String(String.UnicodeScalarView(unicodeScalars.map(HashSecret.plain)))
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.tableHash }
    return UInt64(bitPattern: Int64(text.hashValue))  // tidy-ok: says where to look, never what is found
  }
}

/// What keeps the hashes of tables from being foreseen.
///
/// Two numbers of this process, drawn by the standard library as for its own dictionaries. They never
/// show: the order of a table is that of insertion, whatever its hashes.
private struct HashSecret {
  static let ofProcess = HashSecret(first: number(1) | 1, second: number(2) | 1)

  let first: UInt64
  let second: UInt64

  private static func number(_ ordinal: Int) -> UInt64 {
    UInt64(bitPattern: Int64(ordinal.hashValue))  // tidy-ok: says where to look, never what is found
  }

  /// The product of both, its upper half laid over its lower. Source: Wang Yi, wyhash.
  @inline(__always)
  static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// Mixed once more: of names that are numbered, one product alone leaves the series to be seen.
  @inline(__always)
  func finished(_ hash: UInt64) -> UInt64 { HashSecret.mixed(hash, first) }

  /// The next eight bytes, or the last eight where fewer follow; a shorter text alone, with zeros.
  @inline(__always)
  static func word(of bytes: RawSpan, at offset: Int) -> UInt64 {
    if bytes.byteCount >= 8 {
      let start = min(offset, bytes.byteCount &- 8)
      return bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    }
    var word: UInt64 = 0
    for index in bytes.byteOffsets {
      word = word << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
    }
    return word
  }

  /// ASCII for the three scalars beyond it that are canonically the same, the Kelvin sign for one.
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "\u{37E}": ";"
    case "\u{1FEF}": "`"
    case "\u{212A}": "K"
    default: scalar
    }
  }
}
