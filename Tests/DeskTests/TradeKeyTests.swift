import Desk
import Primitives
import Testing
import Trading

@Suite("What a trade is booked once by")
struct TradeKeyTests {
  private func fill(_ order: String, _ trade: String) -> Fill {
    Fill(
      tradeID: TradeID(trade), orderID: nil, exchangeOrderID: ExchangeOrderID(order), instrument: 0,
      side: .buy, quantity: 1, price: 1, fee: 0, feeAsset: "USDT", liquidity: .taker, kind: .order, at: .zero)
  }

  @Test("a key read back from its text is the key, wherever the text could be parted")
  func readBack() {
    for (order, trade) in [
      ("paper-1", "paper-t1"), ("a/b", "c"), ("a", "b/c"), ("a", ""), ("", "a"), ("é", "1"),
    ] {
      let key = TradeKey(fill(order, trade))
      let again = TradeKey(text: key.text)
      #expect(key.text == "\(order)/\(trade)")
      #expect(key == again && key.tableHash == again.tableHash)
    }
  }

  @Test("trades of two orders, and a payment, have keys of their own")
  func apart() {
    let payment = FundingPayment(id: "7", instrument: 0, amount: 1, rate: 0, at: .zero)
    let keys = [
      TradeKey(fill("1", "7")), TradeKey(fill("2", "7")), TradeKey(fill("1", "8")), TradeKey(payment),
    ]
    for (index, key) in keys.enumerated() {
      for other in keys[(index + 1)...] { #expect(key != other && key.tableHash != other.tableHash) }
    }
    #expect(TradeKey(payment).text == "funding:7")
  }
}
