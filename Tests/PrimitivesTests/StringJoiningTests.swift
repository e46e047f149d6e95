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
}
