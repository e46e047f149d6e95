import Primitives
import Testing

@Suite("Digests of lists of texts")
struct ListDigestTests {
  @Test("a list taken in one by one has the digest of its array")
  func oneByOne() {
    for long in ["", "x", "naïve ✓", String(repeating: "long ", count: 40)] {
      var list = ListDigest()
      list.add("BTCUSDT")
      list.add(long)
      list.add("")
      #expect(list.digest == Digest128(sha256Of: ["BTCUSDT", long, ""]))
      list.add("more")
      #expect(list.digest == Digest128(sha256Of: ["BTCUSDT", long, "", "more"]))
    }
  }

  @Test("a text in pieces is one text, wherever it is parted")
  func pieces() {
    let text = String(repeating: "signal:0123456789", count: 9)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let cuts = (0..<3).map { _ in Int(generator.below(UInt64(text.utf8.count + 1))) }.sorted()
      let bytes = Array(text.utf8)
      let part = { (from: Int, to: Int) in String(decoding: bytes[from..<to], as: UTF8.self) }
      var list = ListDigest()
      list.add("main")
      list.add(
        joining: part(0, cuts[0]), part(cuts[0], cuts[1]), part(cuts[1], cuts[2]), part(cuts[2], bytes.count))
      #expect(list.digest == Digest128(sha256Of: ["main", text]))
    }
  }

  @Test("an amount is taken as its text")
  func amounts() {
    let amounts: [Fixed] = [0, 1, -1, .smallest, .greatest, Fixed(mantissa: .min), Fixed(mantissa: -120)]
    for amount in amounts {
      var list = ListDigest()
      list.add(amount)
      #expect(list.digest == Digest128(sha256Of: [amount.description]))
    }
  }

  @Test("a routine that is handed in is what hashes")
  func routine() {
    var list = ListDigest(by: SHA256Compression { state, _ in state[0] = 7 })
    list.add("x")
    #expect(list.digest.high >> 32 == 7)
  }
}
