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
    for length in [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 300] {
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
}
