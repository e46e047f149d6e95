import Primitives
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  @Test(
    "the published vectors of FIPS 180-4 and its predecessors",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
          + "lmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func published(text: String, expected: String) {
    #expect(SHA256.hexadecimal(text) == expected)
    #expect(SHA256.hexadecimal(of: SHA256.hash(Array(text.utf8))) == expected)
    #expect(SHA256.hexadecimal(of: SHA256.hash(text.utf8.lazy.map { $0 })) == expected)
  }

  @Test("a million times the letter a")
  func million() {
    let hash = SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
    #expect(
      SHA256.hexadecimal(of: hash) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("how the bytes are cut into updates does not matter")
  func pieces() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for length in [0, 1, 2, 3, 5, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 300] {
      let whole = SHA256.hash(Array(bytes[..<length]))
      var generator = SeededGenerator(seed: UInt64(length))
      var hash = SHA256()
      var start = 0
      while start < length {
        let end = min(length, start + 1 + Int(generator.below(90)))
        hash.update(Array(bytes[start..<end]))
        start = end
      }
      #expect(hash.finalize() == whole)
      #expect(hash.finalize() == whole)
    }
  }

  /// Bytes that differ for every length.
  private func pattern(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
  }

  @Test(
    "lengths about the ends of words and blocks, against Python's hashlib",
    arguments: [
      (1, "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"),
      (3, "6ab0dba1f4f1dfbb37b4f9eeb092c09fca4900ad32bdcd147d8dde35d6c87c35"),
      (55, "81afe5b788dc2ce138ff83d9b20164db75a94d75d2b2432eea4a0ef605088c72"),
      (56, "2aba54f0ac632420a2b502431408866e40e1d5e430df4cd822642c78ab2eb9c1"),
      (57, "903284efbf9100e8ba1614ec65eacacad125e03f857cae7acbf8b73b23e0fdfe"),
      (63, "733d3d4ee79ee67145bf73da13588f6f235d37414fc64b14a2f00f1762792f5e"),
      (64, "79322907b3e9d013d7dc2c2f256674dbf733045cde01df3539271c6f5605feb8"),
      (65, "d85c007c6eb440f085afa2b84f6f2bce4658b240e9f62cb1364bf0485a57e720"),
      (119, "6c87eedf096b345de205b702e5223b73b447a3207791ded3ea007ba15ed6736e"),
      (120, "42500cf6a1e3936d6b9e0bcfe296d654b63255e525487d3634d0b15fde591c4d"),
      (200, "8e3f3819b4f1b1f71c011c6b854c43601f132c3c88b8982b20733d2b1695c593"),
    ])
  func lengths(length: Int, expected: String) {
    #expect(SHA256.hexadecimal(of: SHA256.hash(pattern(length))) == expected)
  }

  @Test("every length of 0...200, whole and byte by byte: their hashes' hash, from Python's hashlib")
  func everyLength() {
    var (whole, bytewise) = (SHA256(), SHA256())
    for length in 0...200 {
      whole.update(SHA256.hash(pattern(length)))
      bytewise.update(SHA256.hash(pattern(length).lazy.map { $0 }))
    }
    let expected = "e673d33f6940a6d3856d0d305fd88363ae0ba3b96e2411d8ddd5e0dd443f4525"
    #expect(SHA256.hexadecimal(of: whole.finalize()) == expected)
    #expect(SHA256.hexadecimal(of: bytewise.finalize()) == expected)
  }
}
