public import Primitives

/// How an instrument's profit is reckoned.
public enum ContractKind: String, Sendable, CaseIterable {
  /// Quoted and settled in the quote currency: profit = quantity × (exit − entry).
  case linear
  /// Quoted in USD, settled in the base currency: profit = quantity × (1/entry − 1/exit).
  case inverse
  /// The thing itself: no margin, no short position.
  case spot
}

/// One step of an exchange's maintenance-margin ladder.
public struct MaintenanceTier: Hashable, Sendable {
  /// Position value, in the settlement currency, from which the tier applies.
  public let floor: Fixed
  /// Maintenance margin rate, a fraction (0.004 = 0.4 %).
  public let maintenanceRate: Fixed
  /// What is subtracted so that the ladder has no step: `cum` of the exchanges, settlement currency.
  public let deduction: Fixed
  /// The highest leverage the exchange allows at this size.
  public let maxLeverage: Int
  /// Memberwise.
  public init(floor: Fixed, maintenanceRate: Fixed, deduction: Fixed, maxLeverage: Int) {
    self.floor = floor
    self.maintenanceRate = maintenanceRate
    self.deduction = deduction
    self.maxLeverage = maxLeverage
  }
}

/// What can be traded, with the exchange's rules for it.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class Instrument: Sendable {
  /// Its name at the exchange.
  public let symbol: Symbol
  /// The exchange, in lower case.
  public let venue: String
  /// How its profit is reckoned.
  public let kind: ContractKind
  /// The currency bought.
  public let base: String
  /// The currency a price is in.
  public let quote: String
  /// The currency profit, margin and fees are in.
  public let settle: String
  /// Prices are multiples of this; quote currency.
  public let tickSize: Fixed
  /// Quantities are multiples of this; contracts (base units where `contractSize` is 1).
  public let lotStep: Fixed
  /// The smallest order; contracts.
  public let minQuantity: Fixed
  /// The largest order; contracts.
  public let maxQuantity: Fixed
  /// The smallest order by value; settlement currency for linear and spot.
  public let minNotional: Fixed
  /// Base units (linear, spot) or quote units (inverse) in one contract.
  public let contractSize: Fixed
  /// Fraction of the notional paid when providing liquidity; negative is a rebate.
  public let makerFeeRate: Fixed
  /// Fraction of the notional paid when taking liquidity.
  public let takerFeeRate: Fixed
  /// The maintenance ladder, lowest floor first; empty for spot.
  public let tiers: [MaintenanceTier]

  /// Memberwise.
  public init(
    symbol: Symbol, venue: String, kind: ContractKind, base: String, quote: String, settle: String,
    tickSize: Fixed, lotStep: Fixed, minQuantity: Fixed, maxQuantity: Fixed, minNotional: Fixed,
    contractSize: Fixed, makerFeeRate: Fixed, takerFeeRate: Fixed, tiers: [MaintenanceTier]
  ) {
    self.symbol = symbol
    self.venue = venue
    self.kind = kind
    self.base = base
    self.quote = quote
    self.settle = settle
    self.tickSize = tickSize
    self.lotStep = lotStep
    self.minQuantity = minQuantity
    self.maxQuantity = maxQuantity
    self.minNotional = minNotional
    self.contractSize = contractSize
    self.makerFeeRate = makerFeeRate
    self.takerFeeRate = takerFeeRate
    self.tiers = tiers
  }

  /// A fee rate for the side of the book an execution took.
  public func feeRate(_ liquidity: Liquidity) -> Fixed {
    switch liquidity {
    case .maker: makerFeeRate
    case .taker: takerFeeRate
    }
  }

  /// The tier a position value falls in; nil for spot.
  public func tier(forValue value: Fixed) -> MaintenanceTier? {
    guard var found = tiers.first else { return nil }
    // From below: most positions lie in one of the first.
    for tier in tiers.dropFirst() {
      guard tier.floor <= value else { break }
      found = tier
    }
    return found
  }
}

extension Instrument: Hashable {
  /// Whether every rule is the same.
  public static func == (left: Instrument, right: Instrument) -> Bool {
    left === right || left.content == right.content
  }

  /// By name: two instruments of one name are rare.
  public func hash(into hasher: inout Hasher) { hasher.combine(symbol) }

  private var content: some Equatable {
    Content(
      names: [symbol.text, venue, kind.rawValue, base, quote, settle],
      amounts: [
        tickSize, lotStep, minQuantity, maxQuantity, minNotional, contractSize, makerFeeRate, takerFeeRate,
      ], tiers: tiers)
  }

  private struct Content: Equatable {
    let names: [String]
    let amounts: [Fixed]
    let tiers: [MaintenanceTier]
  }
}
