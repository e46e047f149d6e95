import Primitives
import Testing

@Suite("Content identifiers")
struct Digest128Tests {
  @Test("the digest is the beginning of the SHA-256 of the length-prefixed parts")
  func definition() {
    let hash = SHA256.hash([2, 0x61, 0x62, 1, 0x63])
    let digest = Digest128(sha256Of: ["ab", "c"])
    let bytes = (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? digest.high : digest.low) >> UInt64(56 - 8 * (index % 8)))
    }
    #expect(bytes == Array(hash[..<16]))
    let long = String(repeating: "x", count: 300)
    let prefixed = SHA256.hexadecimal(of: SHA256.hash([0xac, 0x02] + Array(long.utf8)))
    let start = String(Digest128(sha256Of: [long]).high, radix: 16)
    #expect(prefixed.hasPrefix(String(repeating: "0", count: 16 - start.count) + start))
  }

  @Test("three texts give what Python's hashlib gives for their length-prefixed bytes")
  func known() {
    let digest = Digest128(sha256Of: "acct", "session-1", "key")
    #expect(digest == Digest128(high: 0xaa06_5f10_965c_e308, low: 0xc8a0_8188_0bd1_5552))
  }

  @Test("where one part ends and the next begins matters")
  func boundaries() {
    let digests = [
      ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["ab", "c", ""], [], [""],
    ].map { Digest128(sha256Of: $0) }
    #expect(Set(digests).count == digests.count)
  }

  @Test("three texts give the digest of their array")
  func three() {
    for text in ["", "x", String(repeating: "long ", count: 40), "naïve ✓"] {
      #expect(Digest128(sha256Of: text, "BTCUSDT", "7") == Digest128(sha256Of: [text, "BTCUSDT", "7"]))
    }
  }

  @Test("the text has 26 characters, reads back and sorts as the digest does")
  func text() {
    #expect(Digest128(high: 0, low: 0).text == "00000000000000000000000000")
    #expect(Digest128(high: .max, low: .max).text == "7zzzzzzzzzzzzzzzzzzzzzzzzz")
    #expect(Digest128(high: 0, low: 33).text == "00000000000000000000000011")
    #expect(Digest128(high: 1, low: 0).text == "0000000000000g000000000000")
    #expect(Digest128(high: 0, low: 1 << 63).text == "00000000000008000000000000")
    var generator = SeededGenerator(seed: 5)
    var previous = Digest128(high: 0, low: 0)
    for _ in 0..<2_000 {
      let digest = Digest128(high: generator.next(), low: generator.next())
      #expect(digest.text.utf8.count == 26 && Digest128(text: digest.text) == digest)
      #expect((digest < previous) == (digest.text < previous.text))
      previous = digest
    }
  }

  @Test(
    "other text is refused",
    arguments: [
      "", "0000000000000000000000000", "000000000000000000000000000", "80000000000000000000000000",
      "0000000000000000000000000I", "0000000000000000000000000u", "0000000000000000000000000A",
      "0000000000000000000000000-",
    ])
  func refused(text: String) {
    #expect(Digest128(text: text) == nil)
  }
}
