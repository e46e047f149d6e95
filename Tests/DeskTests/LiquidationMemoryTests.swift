import Primitives
import Testing
import Trading

@testable import Desk

@Suite("The memory of liquidation prices")
struct LiquidationMemoryTests {
  @Test("its price is the one reckoned anew, whatever was asked before")
  func asReckoned() throws {
    let book = try Fixture.book()
    var generator = SeededGenerator(seed: 11)
    var memory = LiquidationMemory(instrumentCount: book.count)
    var prices: Set<Fixed> = []
    for _ in 0..<400 {
      let index = Int(generator.below(2))
      let quantity = Fixed(Int(generator.below(3)) - 1)
      guard !quantity.isZero else { continue }
      let input = MarginInput(
        instrument: book[index], quantity: quantity,
        cost: quantity.multiplied(by: Int(1_000 + generator.below(20))),
        mark: Fixed(Int(900 + generator.below(200))))
      let figures = input.figures(leverage: 10)
      let others = Fixed(Int(generator.below(2)))
      let margin = AccountMargin(
        wallet: Fixed(Int(100 + generator.below(2))), unrealised: figures.unrealised + others,
        initialMargin: figures.initial, maintenanceMargin: figures.maintenance + others)
      let reckoned = LiquidationPrice.cross(
        input, wallet: margin.wallet, otherMaintenance: others, otherUnrealised: others)
      #expect(memory.price(of: input, at: index, in: margin, figures) == reckoned)
      if let reckoned { prices.insert(reckoned) }
    }
    #expect(prices.count > 10, "the cases differ")
  }
}
