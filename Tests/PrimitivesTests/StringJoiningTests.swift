import Primitives
import Testing

@Suite("Joined texts")
struct StringJoiningTests {
  @Test("short, long and other than ASCII, all are there in order")
  func joined() {
    #expect(String(joining: "a", "b") == "ab")
    #expect(String(joining: "", "", "", "") == "")
    #expect(String(joining: "paper-o1", "/", "paper-t1") == "paper-o1/paper-t1")
    let long = String(repeating: "0123456789", count: 40)
    #expect(String(joining: long, ":", long, "é€𝄞") == long + ":" + long + "é€𝄞")
    // Parts of one text share its storage.
    let part = String(long.dropFirst(3).prefix(30))
    #expect(String(joining: "<", part, ">") == "<" + part + ">")
  }

  @Test("a number after a text is the one an interpolation gives", arguments: [0, 7, 10, 999, 1_577_919_600])
  func numbered(number: UInt64) {
    #expect(String("paper-", number: number) == "paper-\(number)")
    #expect(
      String("a longer text than fits inside: ", number: number)
        == "a longer text than fits inside: \(number)")
    #expect(String("", number: -Int64(number)) == "\(-Int64(number))")
    #expect(String("x", number: UInt64.max) == "x\(UInt64.max)")
    #expect(String("x", number: Int64.min) == "x\(Int64.min)")
  }
}
