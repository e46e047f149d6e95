import Desk
import Primitives
import Testing

@Suite("Row values")
struct RowValueTests {
  @Test("a text of exactly 4 kB stays whole, one byte more is cut")
  func cut() {
    let exact = String(repeating: "x", count: 4_096)
    #expect(RowValue.of(exact) == .text(exact))
    #expect(RowValue.of(exact + "y") == .text(exact))
  }

  @Test("the cut falls before a character that would not fit, never inside one", arguments: 0...4)
  func boundary(_ shift: Int) throws {
    let text = String(repeating: "x", count: 4_092 + shift) + "😀😀"
    guard case .text(let cut) = RowValue.of(text) else {
      Issue.record("not a text")
      return
    }
    #expect(text.utf8.starts(with: cut.utf8))
    #expect(cut == String(repeating: "x", count: 4_092 + shift) + (shift == 0 ? "😀" : ""))
  }

  @Test("what is unknown is NULL: nil, an empty text, NaN, an infinity")
  func null() {
    #expect(RowValue.of(String?.none) == .null)
    #expect(RowValue.of("") == .null)
    #expect(RowValue.of(Fixed?.none) == .null)
    #expect(RowValue.of(Timestamp?.none) == .null)
    #expect(RowValue.of(Double.nan) == .null)
    #expect(RowValue.of(-Double.infinity) == .null)
    #expect(RowValue.of(Fixed.zero) == .real(0))
  }

  @Test("a NUL becomes U+FFFD, which every store can hold")
  func nul() {
    #expect(RowValue.of("a\0b") == .text("a\u{FFFD}b"))
  }

  @Test("a moment is whole microseconds, rounded toward the past")
  func micros() {
    #expect(RowValue.of(Timestamp(nanoseconds: 1_999)) == .timestamp(1))
    #expect(RowValue.of(Timestamp(nanoseconds: -1)) == .timestamp(-1))
  }
}
