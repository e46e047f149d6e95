import Primitives
import Testing

@Suite("Hashes of table keys")
struct TableKeyTests {
  @Test("texts that differ in one byte, or in length, have different hashes")
  func differ() {
    var hashes: Set<UInt64> = []
    var count = 0
    for length in 0...40 {
      let text = String(repeating: "a", count: length)
      hashes.insert(text.tableHash)
      count += 1
      for place in 0..<length {
        var bytes = Array(text.utf8)
        bytes[place] = UInt8(ascii: "b")
        hashes.insert(String(decoding: bytes, as: UTF8.self).tableHash)
        count += 1
      }
    }
    #expect(hashes.count == count)
  }

  @Test(
    "numbered names fill the lower bits as chance would",
    arguments: ["ord-", "a-rather-long-prefix-of-a-trade-"])
  func spread(prefix: String) {
    var taken = Set<UInt64>()
    for number in 0..<4_096 { taken.insert("\(prefix)\(number)".tableHash & 4_095) }
    // 4096 balls fill 1 - 1/e of 4096 urns: 2589, with a standard deviation of about 20.
    #expect((2_400...2_780).contains(taken.count))
  }

  @Test(
    "digests alike in one half, as somebody could have searched for, are spread", arguments: [true, false])
  func searched(lowIsFixed: Bool) {
    var taken = Set<UInt64>()
    for number in 0..<4_096 as Range<UInt64> {
      let digest = Digest128(high: lowIsFixed ? number : 5, low: lowIsFixed ? 5 : number << 20)
      taken.insert(digest.tableHash & 4_095)
    }
    #expect((2_400...2_780).contains(taken.count))
  }

  @Test("equal texts of different bytes have equal hashes")
  func canonical() {
    for (left, right) in [("\u{E9}", "e\u{301}"), ("\u{212A}", "K"), ("caf\u{E9}\u{37E}", "cafe\u{301};")] {
      #expect(left == right && left.tableHash == right.tableHash)
    }
  }

  @Test("every scalar that equals ASCII hashes as it")
  func asciiTwins() {
    let ascii = Dictionary(
      uniqueKeysWithValues: (0..<128 as Range<UInt8>).map { byte in
        let text = String(Unicode.Scalar(byte))
        return (text, text.tableHash)
      })
    var twins = 0
    for value in 0x80...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      guard let hash = ascii[text] else { continue }
      twins += 1
      #expect(text.tableHash == hash)
    }
    #expect(twins == 3)
  }
}
