public import Primitives
public import Trading

/// Every position of an account, netted by instrument, and what they have earned and cost.
///
/// Holds one entry an instrument ever traded; the gate caps how many are open at once (S2-POS-04).
public struct PositionBook: Hashable, Sendable {
  /// By instrument index; nil where nothing was ever traded.
  public private(set) var positions: [Position?]
  /// The instruments of those that are not flat, in order.
  public private(set) var openInstruments: [InstrumentIndex] = []
  /// Realised profit net of fees, settlement currency (ruling 23).
  public private(set) var realised: Fixed = 0
  /// Fees paid, settlement currency.
  public private(set) var fees: Fixed = 0
  /// Funding received less paid, settlement currency.
  public private(set) var funding: Fixed = 0

  /// An empty book for so many instruments.
  public init(instrumentCount: Int) {
    positions = Array(repeating: nil, count: instrumentCount)
  }

  /// Restores a book from a snapshot.
  public init(instrumentCount: Int, positions: [Position]) {
    self.init(instrumentCount: instrumentCount)
    for position in positions where self.positions.indices.contains(position.instrument) {
      self.positions[position.instrument] = position
    }
    for position in all {
      if !position.isFlat { openInstruments.append(position.instrument) }
      realised += position.realised
      fees += position.fees
      funding += position.funding
    }
  }

  /// The position of an instrument; nil when nothing was ever traded.
  public subscript(instrument: InstrumentIndex) -> Position? {
    positions.indices.contains(instrument) ? positions[instrument] : nil
  }

  /// Signed contracts held; zero when flat.
  public func quantity(_ instrument: InstrumentIndex) -> Fixed {
    positions.indices.contains(instrument) ? positions[instrument]?.quantity ?? 0 : 0
  }

  /// How many are not flat.
  @inlinable public var openCount: Int { openInstruments.count }

  /// Positions that are not flat, in instrument order.
  public var open: [Position] { openInstruments.compactMap { positions[$0] } }

  /// Every position ever held, in instrument order.
  public var all: [Position] { positions.compactMap { $0 } }

  /// Largest value of one position, its fees or its profit: 10²¹ of the settlement currency.
  public static let largestValue = Fixed(mantissa: 1_000_000_000 * Fixed.unit * Fixed.unit)

  /// Whether a fill keeps every sum within bounds: a fee larger than the trade, or a position of more
  /// than `largestValue`, is no fact but a fault. `feeRate` as for `apply`.
  public func canBook(_ fill: Fill, of instrument: Instrument, feeRate: Fixed? = nil) -> Bool {
    let value = ProfitAndLoss.value(
      quantity: fill.quantity, price: fill.price, instrument: instrument)
    guard value <= Self.largestValue, Self.isWithin(fill.fee, Self.largestValue) else { return false }
    if Self.isInBase(fill, of: instrument) {
      guard Self.isWithin(fill.fee, fill.quantity) else { return false }
    } else if fill.hasThirdFeeAsset(in: instrument), feeRate == nil {
      // Not booked as money, so that it need only be held by its order.
    } else {
      let worth = fill.feeWorth(in: instrument, rate: feeRate)
      // What an insurance fund adds to a forced close is no share of its value: it may be any loss.
      let isRebate = fill.kind != .order && worth?.isNegative == true
      guard let worth, Self.isWithin(worth, isRebate ? Self.largestValue : max(value, 1)) else {
        return false
      }
    }
    guard let held = self[fill.instrument] else { return true }
    return Self.isWithin(held.cost, Self.largestValue) && Self.isWithin(held.realised, Self.largestValue)
      && Self.isWithin(held.fees, Self.largestValue) && Self.isWithin(held.funding, Self.largestValue)
      && Self.isWithin(held.quantity, Self.largestValue)
  }

  /// Books a fill, an unknown order's too.
  ///
  /// A fee in base currency moves the quantity of a spot position; any other is booked as the money it
  /// is worth. One in a third asset is worth nothing yet without `feeRate`: settlement currency for one
  /// of that asset when it was filled.
  @discardableResult
  public mutating func apply(
    _ fill: Fill, of instrument: Instrument, feeRate: Fixed? = nil, at now: Timestamp
  ) -> Position.Change {
    var position = positions[fill.instrument] ?? Position(instrument: fill.instrument)
    let inBase = Self.isInBase(fill, of: instrument)
    let fee = inBase ? fill.fee : fill.feeWorth(in: instrument, rate: feeRate) ?? 0
    let change = position.apply(
      side: fill.side, quantity: fill.quantity, price: fill.price, fee: fee, feeInBase: inBase,
      instrument: instrument, at: now)
    positions[fill.instrument] = position
    realised += change.realisedGross - change.fee
    fees += change.fee
    if change.isOpened {
      let place = openInstruments.firstIndex { $0 > fill.instrument } ?? openInstruments.count
      openInstruments.insert(fill.instrument, at: place)
    }
    if change.isClosed { openInstruments.removeAll { $0 == fill.instrument } }
    return change
  }

  private static func isInBase(_ fill: Fill, of instrument: Instrument) -> Bool {
    instrument.kind == .spot && fill.feeAsset == instrument.base
  }

  private static func isWithin(_ amount: Fixed, _ limit: Fixed) -> Bool {
    amount <= limit && amount >= -limit
  }

  /// Books a funding payment: positive is received.
  public mutating func apply(_ payment: FundingPayment) {
    var position = positions[payment.instrument] ?? Position(instrument: payment.instrument)
    position.book(funding: payment.amount, at: payment.at)
    positions[payment.instrument] = position
    funding += payment.amount
  }
}
