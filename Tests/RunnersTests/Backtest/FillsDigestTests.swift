import Primitives
import Testing
import Trading

@testable import Runners

@Suite("The digest over fills")
struct FillsDigestTests {
  private func fill(
    _ side: Side, at: Int64, quantity: Int128, price: Int128, fee: Int128
  ) -> Fill {
    Fill(
      tradeID: TradeID("t"), orderID: nil, exchangeOrderID: ExchangeOrderID("o"), instrument: 0, side: side,
      quantity: Fixed(mantissa: quantity), price: Fixed(mantissa: price), fee: Fixed(mantissa: fee),
      feeAsset: "USDT", liquidity: .taker, kind: .order, at: Timestamp(nanoseconds: at))
  }

  private func digest(_ fills: [Fill]) -> String {
    var digest = FillsDigest()
    for fill in fills { digest.add(fill) }
    return digest.hexadecimal
  }

  @Test("is the SHA-256 of side and differences, seven bits a byte")
  func bytes() {
    let fills = [
      fill(.buy, at: 5, quantity: 3, price: 200, fee: -1),
      // One nanosecond back, the same quantity, a price 2⁷⁰ higher, a fee one higher.
      fill(.sell, at: 4, quantity: 3, price: 200 + 1 << 70, fee: 0),
    ]
    // Twice the difference, less one below zero: 10, 6, 400 = 3·128 + 16, 1; then 1, 0, 2⁷¹ = 2·2⁷⁰, 2.
    let second: [UInt8] = [0, 1, 0] + Array(repeating: 0x80, count: 10) + [2, 2]
    #expect(digest(fills) == SHA256.hexadecimal(of: SHA256.hash([1, 10, 6, 0x90, 3, 1] + second)))
    #expect(digest([]) == SHA256.hexadecimal(of: SHA256.hash([UInt8]())))
  }

  @Test("is of every fill, however many, and can be asked for in between")
  func many() {
    var digest = FillsDigest()
    var bytes: [UInt8] = []
    for number in 0..<700 {
      digest.add(fill(.sell, at: 1, quantity: 1, price: 1, fee: 0))
      bytes += number == 0 ? [0, 2, 2, 2, 0] : [0, 0, 0, 0, 0]
      if number % 100 == 0 {
        #expect(digest.hexadecimal == SHA256.hexadecimal(of: SHA256.hash(bytes)))
      }
    }
    #expect(digest.hexadecimal == SHA256.hexadecimal(of: SHA256.hash(bytes)))
  }

  @Test("differs for each of what it covers, for another order and for the extremes")
  func covers() {
    let first = fill(.buy, at: 10, quantity: 20, price: 30, fee: 40)
    let others = [
      fill(.sell, at: 10, quantity: 20, price: 30, fee: 40),
      fill(.buy, at: 11, quantity: 20, price: 30, fee: 40),
      fill(.buy, at: 10, quantity: 21, price: 30, fee: 40),
      fill(.buy, at: 10, quantity: 20, price: .max, fee: 40),
      fill(.buy, at: 10, quantity: 20, price: 30, fee: .min),
    ]
    var digests: Set<String> = [digest([first]), digest([first, first])]
    for other in others {
      digests.formUnion([digest([other]), digest([first, other]), digest([other, first])])
    }
    #expect(digests.count == 2 + 3 * others.count)
  }
}
