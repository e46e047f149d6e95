import Primitives

extension SimulatedExchange {
  /// The account's margin at the current marks.
  public var margin: AccountMargin {
    var current = self
    current.refreshRisks()
    return AccountMargin(
      wallet: wallet, unrealised: current.total.unrealised, initialMargin: current.total.initial,
      maintenanceMargin: current.total.maintenance)
  }

  /// Reckons one position anew at its mark; the sums stay exact, since they only add and subtract.
  mutating func refreshRisk(_ index: InstrumentIndex) {
    total -= risks[index]
    let current = risk(index)
    risks[index] = current
    total += current
  }

  /// Changes nothing; mutating, as what follows, so that the exchange is not copied for it.
  private mutating func risk(_ index: InstrumentIndex) -> PositionRisk {
    let quantity = ledger[index].quantity
    guard !quantity.isZero, books[index].isOpen else { return PositionRisk() }
    let instrument = instruments[index]
    let signed = ProfitAndLoss.value(
      quantity: quantity, price: books[index].mark, instrument: instrument)
    let value = signed.magnitude
    let tier = instrument.tier(forValue: value)
    let counted = Margin.leverage(leverage, tier: tier, kind: instrument.kind)
    return PositionRisk(
      value: value,
      unrealised: ProfitAndLoss.unrealised(
        value: signed, cost: ledger[index].cost, kind: instrument.kind),
      initial: Margin.initialMargin(value: value, leverage: counted),
      maintenance: tier.map { Margin.maintenance(value: value, tier: $0) } ?? 0)
  }

  /// Closes positions while equity ≤ maintenance margin, then lets the insurance fund cover what the
  /// closes left below zero.
  mutating func settleAccount(into facts: inout [VenueFact]) {
    if marginedCount > 0 {
      refreshRisks()
      if isUnderMargined { liquidate(into: &facts) }
    }
    guard wallet.isNegative, marginedCount == 0 else { return }
    insurancePaid -= wallet
    wallet = 0
  }

  /// equity ≤ maintenance margin. A position so small that it needs none falls at equity zero.
  private var isUnderMargined: Bool {
    mutating get { wallet + total.unrealised <= total.maintenance }
  }

  /// Cancels all working orders, then takes over positions at the touch, the largest maintenance margin
  /// first (the lower index of two equals), until the rest is maintained.
  private mutating func liquidate(into facts: inout [VenueFact]) {
    for (id, index) in Array(places) { end(id, on: index, .exchange, into: &facts) }
    while marginedCount > 0, isUnderMargined {
      var largest: InstrumentIndex?
      for index in ledger.indices where !ledger[index].isFlat && instruments[index].kind != .spot {
        if let known = largest, risks[known].maintenance >= risks[index].maintenance { continue }
        largest = index
      }
      guard let largest, let side = ledger[largest].side else { return }
      takeOver(largest, side: side.closingSide, into: &facts)
    }
  }

  private mutating func takeOver(
    _ index: InstrumentIndex, side: Side, into facts: inout [VenueFact]
  ) {
    let instrument = instruments[index]
    let quantity = ledger[index].quantity.magnitude
    let price = books[index].touch(for: side)
    let value = ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
    let fee = value.multiplied(by: profile.liquidationFeeRate, rounding: .halfEven)
    let rebate = insurance(index, side: side, quantity: quantity, price: price, fee: fee)
    insurancePaid += rebate
    tradeCount += 1
    forcedCount += 1
    execute(
      Fill(
        tradeID: TradeID("paper-t\(tradeCount)"), orderID: nil,
        exchangeOrderID: ExchangeOrderID("paper-liq-\(forcedCount)"), instrument: index, side: side,
        quantity: quantity, price: price,
        fee: fee - rebate, feeAsset: instrument.settle, liquidity: .taker, kind: .liquidation, at: now),
      of: instrument, into: &facts)
  }

  /// What the insurance fund pays so that the last forced close does not leave the wallet below zero,
  /// settlement currency. It stands as a rebate in that close's fee, so that whoever books the fill
  /// has the wallet the exchange has.
  private func insurance(
    _ index: InstrumentIndex, side: Side, quantity: Fixed, price: Fixed, fee: Fixed
  ) -> Fixed {
    guard marginedCount == 1 else { return 0 }
    var closed = ledger[index]
    let before = closed.realised
    _ = closed.apply(
      side: side, quantity: quantity, price: price, fee: fee, instrument: instruments[index], at: now)
    return max(0, -(wallet + closed.realised - before))
  }
}
