import Primitives
import Testing

@testable import Trading

@Suite("Identifiers and symbols as texts (DESIGN Identity)")
struct IdentifierTests {
  private func intent(_ account: String, _ session: String, _ key: String) -> IntentID {
    IntentID(account: AccountID(account), session: SessionID(session), key: key)
  }

  @Test("A client order id is legal on every venue: at most 32 of [0-9A-Za-z_-] (DESIGN Identity)")
  func clientOrderID() {
    let legal = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")
    for number in 0..<500 {
      let text = intent("main", "s", "key \(number) ü|,\u{0}").orderID.clientOrderID
      #expect(text.utf8.count <= 32 && text.allSatisfy { legal.contains($0) })
    }
    let last = OrderID(digest: Digest128(high: .max, low: .max)).clientOrderID
    #expect(last.utf8.count <= 32)
  }

  @Test("Every id read back from its text is itself")
  func roundTrips() {
    for number in 0..<200 {
      let intent = intent("main", "s", "\(number)")
      let order = intent.orderID
      #expect(IntentID(text: intent.description) == intent && order.intentID == intent)
      #expect(OrderID(text: order.description) == order)
      #expect(OrderID(clientOrderID: order.clientOrderID) == order)
    }
  }

  @Test(
    "Texts that are not ours are nobody's",
    arguments: [
      "", "sx-", "ord-", "sx-0", "x-00000000000000000000000000", "sx-0000000000000000000000000",
      "sx-000000000000000000000000000", "sx-80000000000000000000000000", "sx-0000000000000000000000000i",
      "SX-00000000000000000000000000", "sx-0000000000000000000000000A", "sx-0000000000000000000000000é",
      "autoclose-1234567890",
    ])
  func strangers(text: String) {
    #expect(OrderID(clientOrderID: text) == nil)
    #expect(OrderID(text: text) == nil && IntentID(text: text) == nil)
  }

  @Test("Account, session and key cannot run into one another (length prefix)")
  func collisions() {
    let ids = [
      intent("ab", "c", "d"), intent("a", "bc", "d"), intent("a", "b", "cd"), intent("", "abc", "d"),
      intent("abcd", "", ""), intent("", "", "abcd"), intent("a", "b", "c\u{0}d"), intent("ab", "cd", ""),
    ]
    #expect(Set(ids).count == ids.count)
    let long = String(repeating: "x", count: 200)
    #expect(intent(long, "y", "z") != intent(String(long.dropLast()), "xy", "z"))
  }

  @Test("The same intent has the same ids on any machine")
  func stable() {
    let id = intent("main", "sextant-main-1", "signal:a:BUY")
    #expect(id == intent("main", "sextant-main-1", "signal:a:BUY"))
    #expect(id.orderID.clientOrderID.dropFirst(3) == id.digest.text)
    #expect(id.correlationID == "cor-" + id.digest.text && id.description == "int-" + id.digest.text)
  }

  @Test(
    "A symbol is kept in upper case",
    arguments: [
      ("btcusdt", "BTCUSDT"), ("BTC/USDT:USDT", "BTC/USDT:USDT"), ("a", "A"),
      ("1000pepe-perp_x.y", "1000PEPE-PERP_X.Y"),
    ])
  func symbols(text: String, kept: String) {
    #expect(Symbol(text)?.text == kept)
  }

  @Test(
    "What is no symbol is refused",
    arguments: [
      "", " ", "BTC USDT", "BTC\n", "BTC\u{0}", "ÄB", "ß", "BTC|USDT", "a,b", "\"", "ＢＴＣ", "BTC'",
      String(repeating: "A", count: 33),
    ])
  func noSymbols(text: String) {
    #expect(Symbol(text) == nil)
  }

  @Test("The longest symbol is accepted")
  func longest() {
    #expect(Symbol(String(repeating: "a", count: 32)) != nil)
  }
}
