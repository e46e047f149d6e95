public import Primitives

/// The mark price at which an exchange closes a cross-margined position.
///
/// Source: Binance's published formulas. With signed quantity Q (units of
/// the contract), signed cost C and F = wallet − Σ maintenance of the other positions + Σ unrealised of
/// the other positions, at a tier of rate r and deduction d:
/// linear  (F + d − C) / (|Q|·r − Q);  inverse  (|Q|·r + Q) / (F + d + C).
/// An isolated position is the same with its own margin as wallet and no others.
public enum LiquidationPrice {
  /// The price, quote currency, rounded toward the safe side by 10⁻¹² (a long's up, a short's down).
  ///
  /// The tier is the one of the position's value at the price itself. Nil when no price above zero
  /// liquidates the position, and for spot. When every price does, a long answers `Bounds.price` and a
  /// short the smallest price, so that danger never reads as unknown.
  public static func cross(
    _ position: MarginInput, wallet: Fixed, otherMaintenance: Fixed = 0, otherUnrealised: Fixed = 0
  ) -> Fixed? {
    let instrument = position.instrument
    guard !position.quantity.isZero, instrument.kind != .spot else { return nil }
    let free = wallet - otherMaintenance + otherUnrealised
    let isLong = position.quantity.isPositive
    let ladder = instrument.tiers.isEmpty ? [noTier] : instrument.tiers
    var consistent: Fixed?
    var nearest: Fixed?
    for (index, tier) in ladder.enumerated() {
      guard let price = price(position, free: free, tier: tier) else { continue }
      nearest = nearer(price, nearest, isLong: isLong)
      let value = valueBounded(position, at: price)
      let ceiling = index + 1 < ladder.count ? ladder[index + 1].floor : nil
      if value >= tier.floor || index == 0, ceiling.map({ value < $0 }) ?? true {
        consistent = nearer(price, consistent, isLong: isLong)
      }
    }
    // No tier agrees with itself only on a ladder with steps: then the most careful answer counts.
    return consistent ?? nearest
  }

  /// Distance of a mark to the liquidation price as a fraction of the mark, negative once past it.
  ///
  /// LONG (mark − liquidation) / mark, SHORT (liquidation − mark) / mark; half-even. Source: S2-POS-18.
  public static func distance(side: PositionSide, mark: Fixed, liquidation: Fixed) -> Fixed? {
    guard mark.isPositive else { return nil }
    let room = side == .long ? mark - liquidation : liquidation - mark
    return room.dividedReportingOverflow(by: mark, rounding: .halfEven)
  }

  /// The level of a distance (S2-POS-18): below 0, 10 %, 20 %, 30 %.
  public static func risk(distance: Fixed) -> LiquidationRisk {
    if distance.isNegative { return .liquidated }
    // A product too large to hold is far beyond 30 %.
    guard let percent = distance.multipliedReportingOverflow(by: 100) else { return .low }
    if percent < 10 { return .critical }
    if percent < 20 { return .high }
    return percent < 30 ? .medium : .low
  }

  private static let noTier = MaintenanceTier(
    floor: 0, maintenanceRate: 0, deduction: 0, maxLeverage: .max)

  /// The formula at one tier; nil when the position cannot be liquidated there.
  private static func price(_ position: MarginInput, free: Fixed, tier: MaintenanceTier) -> Fixed? {
    let units = ProfitAndLoss.units(quantity: position.quantity, instrument: position.instrument)
    let maintained = units.magnitude.multiplied(by: tier.maintenanceRate, rounding: .halfEven)
    let isLong = units.isPositive
    let rounding: Rounding = isLong ? .up : .down
    let price: Fixed?
    switch position.instrument.kind {
    case .linear, .spot:
      let money = free + tier.deduction - position.cost
      if !isLong, !money.isPositive { return .smallest }
      let divisor = maintained - units
      // No price above zero: told without the division.
      guard money.signum * divisor.signum > 0 else { return nil }
      price = money.dividedReportingOverflow(by: divisor, rounding: rounding)
    case .inverse:
      let money = free + tier.deduction + position.cost
      if isLong, !money.isPositive { return Bounds.price }
      price = (maintained + units).dividedReportingOverflow(by: money, rounding: rounding)
    }
    guard let price, price.isPositive else { return nil }
    return price
  }

  private static func valueBounded(_ position: MarginInput, at price: Fixed) -> Fixed {
    let bounded = min(price, Bounds.price)
    return ProfitAndLoss.value(
      quantity: position.quantity, price: bounded, instrument: position.instrument
    ).magnitude
  }

  /// The one a falling (long) or rising (short) mark reaches first.
  private static func nearer(_ price: Fixed, _ other: Fixed?, isLong: Bool) -> Fixed {
    guard let other else { return price }
    return isLong ? max(price, other) : min(price, other)
  }
}
