public import Primitives

/// Initial and maintenance margin, margin ratio and its levels: each formula once.
///
/// Amounts are settlement currency. Rounding is half-even to twelve digits unless a function says
/// otherwise. Source: the ladders Binance and Bybit publish; ruling 5.
public enum Margin {
  /// Buffer below which a margin is a warning: 25 %.
  public static let warningBuffer = Fixed(mantissa: 250_000_000_000)
  /// Buffer below which a margin is critical: 15 %.
  public static let criticalBuffer = Fixed(mantissa: 150_000_000_000)

  /// Maintenance margin of a position value: value · rate − deduction of the value's tier.
  ///
  /// Never negative; zero for spot, which has no ladder.
  public static func maintenance(value: Fixed, instrument: Instrument) -> Fixed {
    guard let tier = instrument.tier(forValue: value) else { return 0 }
    return maintenance(value: value, tier: tier)
  }

  /// value · rate − deduction, at least zero.
  public static func maintenance(value: Fixed, tier: MaintenanceTier) -> Fixed {
    max(value.multiplied(by: tier.maintenanceRate, rounding: .halfEven) - tier.deduction, 0)
  }

  /// An upper bound of the maintenance margin of all position values within a range, ends included, for a
  /// ladder with steps in it too.
  static func largestMaintenance(from least: Fixed, to most: Fixed, instrument: Instrument) -> Fixed {
    var largest = maintenance(value: most, instrument: instrument)
    for (index, tier) in instrument.tiers.enumerated() where tier.floor <= most {
      let next = index + 1 < instrument.tiers.count ? instrument.tiers[index + 1].floor : most
      guard next >= least else { continue }
      largest = max(largest, maintenance(value: min(next, most), tier: tier))
    }
    return largest
  }

  /// The deduction that joins a tier to the one below without a step:
  /// floor · (rate − previousRate) + previousDeduction. The first tier's is zero.
  public static func deduction(
    floor: Fixed, rate: Fixed, previousRate: Fixed, previousDeduction: Fixed
  ) -> Fixed {
    floor.multiplied(by: rate - previousRate, rounding: .halfEven) + previousDeduction
  }

  /// Initial margin: |value| / leverage, rounded up. The leverage must be at least 1.
  public static func initialMargin(value: Fixed, leverage: Int) -> Fixed {
    let whole = value.magnitude.mantissa
    // A division of 64 bits, where they hold the value, is an instruction; one of 128 is a call.
    if let short = Int64(exactly: whole) {
      let (down, rest) = short.quotientAndRemainder(dividingBy: Int64(leverage))
      return Fixed(mantissa: Int128(down) + (rest == 0 ? 0 : 1))
    }
    let (down, rest) = whole.quotientAndRemainder(dividingBy: Int128(leverage))
    return Fixed(mantissa: rest == 0 ? down : down + 1)
  }

  /// The leverage that counts for a value: the account's, capped by the tier's highest; 1 for spot.
  public static func leverage(_ leverage: Int, value: Fixed, instrument: Instrument) -> Int {
    Self.leverage(leverage, tier: instrument.tier(forValue: value), kind: instrument.kind)
  }

  /// The same in the tier of the value; nil: the ladder is empty.
  static func leverage(_ leverage: Int, tier: MaintenanceTier?, kind: ContractKind) -> Int {
    guard kind != .spot else { return 1 }
    guard let tier else { return leverage }
    return max(min(leverage, tier.maxLeverage), 1)
  }

  /// Margin ratio: equity / maintenance · 100 (100 = liquidation, higher is safer; ruling 5, trap 18).
  ///
  /// Nil when there is no maintenance margin, or so little that the ratio exceeds 10²⁶.
  public static func ratioPercent(equity: Fixed, maintenance: Fixed) -> Fixed? {
    guard maintenance.isPositive else { return nil }
    return Fixed.mulDiv(equity, 100, maintenance, rounding: .halfEven)
  }

  /// Margin buffer: 1 − 100 / ratio, a fraction of the equity; nil when the ratio is not positive.
  public static func buffer(ratioPercent: Fixed) -> Fixed? {
    guard ratioPercent.isPositive else { return nil }
    let used = Fixed(100).dividedReportingOverflow(by: ratioPercent, rounding: .halfEven)
    return used.map { 1 - $0 }
  }

  /// The level of a ratio: buffer < threshold, reckoned as ratio · (1 − threshold) < 100, so that it is
  /// right for a ratio of zero or below too. Thresholds are fractions.
  public static func level(
    ratioPercent: Fixed, warningBuffer: Fixed = Margin.warningBuffer,
    criticalBuffer: Fixed = Margin.criticalBuffer
  ) -> MarginLevel {
    if falls(ratioPercent, below: criticalBuffer) { return .critical }
    return falls(ratioPercent, below: warningBuffer) ? .warning : .normal
  }

  private static func falls(_ ratioPercent: Fixed, below buffer: Fixed) -> Bool {
    // A product too large for `Fixed` is far above 100.
    guard ratioPercent.isPositive else { return true }
    let product = ratioPercent.multipliedReportingOverflow(by: 1 - buffer, rounding: .down)
    return product.map { $0 < 100 } ?? false
  }

  /// The margin of a cross account: sums over its positions, each at its mark.
  public static func account(wallet: Fixed, positions: [MarginInput], leverage: Int) -> AccountMargin {
    var sum = MarginFigures()
    for position in positions where !position.quantity.isZero {
      sum.add(position.figures(leverage: leverage))
    }
    return sum.account(wallet: wallet)
  }
}
