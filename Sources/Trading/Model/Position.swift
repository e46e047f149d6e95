public import Primitives

/// One netted position of one instrument in one account, and what it has earned since its first fill.
///
/// It keeps the signed open cost, never an average price: adding is exact, and the rounding remainder of
/// a partial close stays in the open cost, so that nothing is lost over any number of fills.
public struct Position: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Signed contracts, + long.
  public private(set) var quantity: Fixed
  /// Signed open cost, settlement currency. Linear and spot: Σ q · contractSize · price; inverse:
  /// Σ q · contractSize / price. Zero when flat.
  public private(set) var cost: Fixed
  /// Realised profit net of fees, without funding; settlement currency, since the first fill ever.
  public private(set) var realised: Fixed
  /// Fees paid (positive) less rebates, settlement currency; already taken off `realised`.
  public private(set) var fees: Fixed
  /// Funding received (positive) less paid, settlement currency.
  public private(set) var funding: Fixed
  /// When the open position began; of the last one when flat.
  public private(set) var openedAt: Timestamp
  /// Time of the latest fill or funding.
  public private(set) var updatedAt: Timestamp

  /// Flat, nothing earned yet.
  public init(instrument: InstrumentIndex) {
    self.init(
      instrument: instrument, quantity: 0, cost: 0, realised: 0, fees: 0, funding: 0,
      openedAt: .zero, updatedAt: .zero)
  }

  /// Memberwise, for snapshots.
  public init(
    instrument: InstrumentIndex, quantity: Fixed, cost: Fixed, realised: Fixed, fees: Fixed,
    funding: Fixed, openedAt: Timestamp, updatedAt: Timestamp
  ) {
    self.instrument = instrument
    self.quantity = quantity
    self.cost = cost
    self.realised = realised
    self.fees = fees
    self.funding = funding
    self.openedAt = openedAt
    self.updatedAt = updatedAt
  }

  /// True without contracts.
  public var isFlat: Bool { quantity.isZero }

  /// Long or short; nil when flat.
  @inline(__always)
  public var side: PositionSide? {
    if quantity.isPositive { return .long }
    return quantity.isNegative ? .short : nil
  }

  /// Average price of the open contracts, quote currency; nil when flat.
  ///
  /// Linear and spot: |cost| / (|quantity| · contractSize); inverse (harmonic): |quantity| ·
  /// contractSize / |cost|. Rounded half-even to twelve digits: for showing, never for reckoning.
  public func averageEntry(_ instrument: Instrument) -> Fixed? {
    guard !isFlat else { return nil }
    return ProfitAndLoss.averagePrice(quantity: quantity, cost: cost, instrument: instrument)
  }

  /// Unrealised profit at a mark price, settlement currency; zero when flat.
  public func unrealised(mark: Fixed, instrument: Instrument) -> Fixed {
    guard !isFlat else { return 0 }
    return ProfitAndLoss.unrealised(quantity: quantity, cost: cost, mark: mark, instrument: instrument)
  }

  /// Books a funding payment: positive is received, negative is paid; settlement currency.
  public mutating func book(funding amount: Fixed, at: Timestamp) {
    funding += amount
    updatedAt = max(updatedAt, at)
  }

  /// Moves cost and quantity; the only place that does, besides the initialiser.
  @inline(__always)
  mutating func replace(quantity: Fixed, cost: Fixed) {
    self.quantity = quantity
    self.cost = cost
  }

  /// Adds to the realised profit and to the fees; both settlement currency, a paid fee positive.
  @inline(__always)
  mutating func book(gross: Fixed, fee: Fixed) {
    realised += gross - fee
    fees += fee
  }

  /// Keeps the times; `opens` is true when a new position begins with this fill.
  @inline(__always)
  mutating func touch(at: Timestamp, opens: Bool, adds: Bool) {
    if opens { openedAt = at } else if adds { openedAt = min(openedAt, at) }
    updatedAt = max(updatedAt, at)
  }
}
