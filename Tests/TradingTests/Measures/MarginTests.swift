import Primitives
import Testing

@testable import Trading

@Suite("Margin and liquidation")
struct MarginTests {
  /// One position of the worked examples, at a ladder of one tier.
  private func input(
    _ quantity: String, entry: String, mark: String, rate: String, deduction: String,
    kind: ContractKind = .linear, contractSize: Fixed = 1
  ) throws -> MarginInput {
    let instrument = try Listings.instrument(
      kind, contractSize: contractSize,
      tiers: [Listings.tier(rate: decimal(rate), deduction: decimal(deduction))])
    let cost = ProfitAndLoss.value(
      quantity: decimal(quantity), price: decimal(entry), instrument: instrument)
    return MarginInput(
      instrument: instrument, quantity: decimal(quantity), cost: cost, mark: decimal(mark))
  }

  /// The two positions of Binance's published cross example.
  private func publishedPair() throws -> (bitcoin: MarginInput, ether: MarginInput) {
    (
      try input("109.488", entry: "32481.98", mark: "31967.27", rate: "0.025", deduction: "16300"),
      try input("3683.979", entry: "1456.84", mark: "1335.18", rate: "0.1", deduction: "135365")
    )
  }

  @Test("Binance's published cross example: 26,316.89 and 1,153.26")
  func publishedCrossExample() throws {
    let (bitcoin, ether) = try publishedPair()
    let wallet = decimal("1535443.01")
    let first = LiquidationPrice.cross(
      bitcoin, wallet: wallet, otherMaintenance: ether.maintenance, otherUnrealised: ether.unrealised)
    let second = LiquidationPrice.cross(
      ether, wallet: wallet, otherMaintenance: bitcoin.maintenance,
      otherUnrealised: bitcoin.unrealised)
    #expect(near(first, decimal("26316.89"), within: decimal("0.005")))
    #expect(near(second, decimal("1153.26"), within: decimal("0.005")))
    let isolated = LiquidationPrice.cross(bitcoin, wallet: wallet)
    #expect(near(isolated, decimal("18778.73"), within: decimal("0.005")))
    #expect(
      near(LiquidationPrice.cross(ether, wallet: wallet), decimal("1114.78"), within: decimal("0.005")))
  }

  @Test("Binance's inverse example: 10,000,000 USD at 45,000 with 101 BTC is liquidated at 33,599.4")
  func publishedInverseExample() throws {
    let long = try input(
      "100000", entry: "45000", mark: "40000", rate: "0.125", deduction: "11.605", kind: .inverse,
      contractSize: 100)
    #expect(near(LiquidationPrice.cross(long, wallet: 101), decimal("33599.4"), within: decimal("0.05")))
  }

  @Test("the account's equity equals its maintenance margin at the liquidation price")
  func liquidationPriceIsWhereTheAccountFalls() throws {
    let (bitcoin, ether) = try publishedPair()
    let wallet = decimal("1535443.01")
    let price = try #require(
      LiquidationPrice.cross(
        bitcoin, wallet: wallet, otherMaintenance: ether.maintenance,
        otherUnrealised: ether.unrealised))
    func account(at price: Fixed) -> AccountMargin {
      let moved = MarginInput(
        instrument: bitcoin.instrument, quantity: bitcoin.quantity, cost: bitcoin.cost, mark: price)
      return Margin.account(wallet: wallet, positions: [moved, ether], leverage: 20)
    }
    #expect(account(at: price - decimal("0.01")).isLiquidated)
    #expect(!account(at: price + decimal("0.01")).isLiquidated)
    #expect(near(account(at: price).ratioPercent, 100, within: decimal("0.0000001")))
  }

  @Test("the tier is the one of the value at the liquidation price, not of today's")
  func tierAtTheLiquidationPrice() throws {
    let first = Listings.tier(rate: decimal("0.01"))
    let deduction = Margin.deduction(
      floor: 1_000, rate: decimal("0.05"), previousRate: decimal("0.01"), previousDeduction: 0)
    #expect(deduction == 40)
    let second = Listings.tier(floor: 1_000, rate: decimal("0.05"), deduction: deduction)
    let instrument = try Listings.instrument(tiers: [first, second])
    // Worth 900 now, in the first tier; a short falls at a higher price, in the second:
    // (500 + 40 + 900) / (10 · 1.05).
    let short = MarginInput(instrument: instrument, quantity: -10, cost: -900, mark: 90)
    let price = try #require(LiquidationPrice.cross(short, wallet: 500))
    #expect(near(price, decimal("137.142857142857"), within: .smallest))
    // Worth 1,200 now; a long falls below the floor: (500 − 1,200) / (10 · (0.01 − 1)).
    let long = MarginInput(instrument: instrument, quantity: 10, cost: 1_200, mark: 120)
    let lower = try #require(LiquidationPrice.cross(long, wallet: 500))
    #expect(near(lower, decimal("70.707070707071"), within: .smallest))
  }

  @Test("on a ladder with a step, the tier that agrees with its own price counts")
  func steppedLadder() throws {
    let instrument = try Listings.instrument(tiers: [
      Listings.tier(rate: decimal("0.01")), Listings.tier(floor: 1_000, rate: decimal("0.05")),
    ])
    // (100 − 500) / (5 · (0.01 − 1)): worth 404 there, in the first tier.
    let long = MarginInput(instrument: instrument, quantity: 5, cost: 500, mark: 100)
    let price = LiquidationPrice.cross(long, wallet: 100)
    #expect(near(price, decimal("80.808080808081"), within: .smallest))
  }

  @Test("a position that no price can liquidate has no liquidation price")
  func neverLiquidated() throws {
    let covered = try input("1", entry: "100", mark: "100", rate: "0.01", deduction: "0")
    #expect(LiquidationPrice.cross(covered, wallet: 100) == nil)
    let hedge = try input(
      "-1", entry: "100", mark: "100", rate: "0.01", deduction: "0", kind: .inverse, contractSize: 100)
    #expect(LiquidationPrice.cross(hedge, wallet: 1) == nil)
    let spot = try input("1", entry: "100", mark: "100", rate: "0", deduction: "0", kind: .spot)
    #expect(LiquidationPrice.cross(spot, wallet: 0) == nil)
  }

  @Test("a position that every price liquidates never reads as safe")
  func alwaysLiquidated() throws {
    let short = try input("-1", entry: "100", mark: "100", rate: "0.01", deduction: "0")
    let price = try #require(LiquidationPrice.cross(short, wallet: -200))
    let distance = try #require(LiquidationPrice.distance(side: .short, mark: 100, liquidation: price))
    #expect(LiquidationPrice.risk(distance: distance) == .liquidated)
  }

  @Test(
    "distance to liquidation and its levels (S2-POS-18)",
    arguments: [
      (PositionSide.long, "69", "0.31", LiquidationRisk.low), (.long, "70", "0.3", .low),
      (.long, "71", "0.29", .medium), (.long, "80", "0.2", .medium), (.long, "81", "0.19", .high),
      (.long, "90", "0.1", .high), (.long, "91", "0.09", .critical), (.long, "100", "0", .critical),
      (.long, "101", "-0.01", .liquidated), (.short, "130", "0.3", .low), (.short, "109", "0.09", .critical),
      (.short, "99", "-0.01", .liquidated),
    ])
  func distances(side: PositionSide, price: String, expected: String, risk: LiquidationRisk) throws {
    let distance = try #require(
      LiquidationPrice.distance(side: side, mark: 100, liquidation: decimal(price)))
    #expect(distance == decimal(expected))
    #expect(LiquidationPrice.risk(distance: distance) == risk)
  }

  @Test("the margin ratio is equity over maintenance in percent, unknown without maintenance (trap 18)")
  func ratio() {
    #expect(Margin.ratioPercent(equity: 300, maintenance: 200) == 150)
    #expect(Margin.ratioPercent(equity: -50, maintenance: 200) == -25)
    #expect(Margin.ratioPercent(equity: 300, maintenance: 0) == nil)
    #expect(Margin.buffer(ratioPercent: 400) == decimal("0.75"))
    #expect(Margin.buffer(ratioPercent: 100) == 0)
    #expect(Margin.buffer(ratioPercent: 0) == nil)
  }

  @Test(
    "warns below a buffer of 25 %, is critical below 15 % (ruling 5)",
    arguments: [
      ("1000", MarginLevel.normal), ("133.333333333334", .normal), ("133.333333333333", .warning),
      ("117.647058823530", .warning), ("117.647058823529", .critical), ("100", .critical),
      ("0", .critical), ("-20", .critical),
    ])
  func levels(ratio: String, level: MarginLevel) {
    #expect(Margin.level(ratioPercent: decimal(ratio)) == level)
  }

  @Test("an account sums its positions, each at its tier and its highest leverage")
  func account() throws {
    let capped = try Listings.instrument(tiers: [Listings.tier(rate: decimal("0.01"), maxLeverage: 5)])
    let long = MarginInput(instrument: capped, quantity: 2, cost: 200, mark: 110)
    let spot = MarginInput(
      instrument: try Listings.instrument(.spot), quantity: 1, cost: 50, mark: 40)
    let margin = Margin.account(wallet: 1_000, positions: [long, spot], leverage: 20)
    #expect(margin.unrealised == 10 && margin.equity == 1_010)
    #expect(margin.maintenanceMargin == decimal("2.2"))
    #expect(margin.initialMargin == 84)
    #expect(margin.available == 926)
    #expect(!margin.isLiquidated)
  }

  @Test("unrealised profit in percent of the initial margin and of the cost")
  func percents() {
    #expect(ProfitAndLoss.percentOfInitialMargin(unrealised: 5, initialMargin: 20) == 25)
    #expect(ProfitAndLoss.percentOfInitialMargin(unrealised: 5, initialMargin: 0) == nil)
    #expect(ProfitAndLoss.percentOfCost(unrealised: -5, cost: -200) == decimal("-2.5"))
    #expect(ProfitAndLoss.percentOfCost(unrealised: -5, cost: 0) == nil)
  }

  @Test("slippage is adverse positive against the arrival mid (ruling 24, trap 15)")
  func slippage() {
    #expect(Slippage.price(side: .buy, averageFillPrice: 101, arrivalMid: 100) == 1)
    #expect(Slippage.price(side: .buy, averageFillPrice: 99, arrivalMid: 100) == -1)
    #expect(Slippage.price(side: .sell, averageFillPrice: 99, arrivalMid: 100) == 1)
    #expect(Slippage.basisPoints(side: .sell, averageFillPrice: 199, arrivalMid: 200) == 50)
    #expect(Slippage.price(side: .buy, averageFillPrice: 101, arrivalMid: nil) == nil)
    #expect(Slippage.basisPoints(side: .buy, averageFillPrice: nil, arrivalMid: 100) == nil)
  }
}
