public import Primitives

/// Round trips of one instrument by lots: each exit is paired with the oldest entries still open (FIFO).
///
/// Every lot, or part of one, that a fill closes is one trip, with its share of the entry's and of the
/// exit's fee by contracts, half-even; the last share takes what rounding left, so that nothing is lost:
/// Σ `RoundTrip.net` − `openFees` − `looseFees` ∓ `openCost` = `position.realised` ∓ `position.cost`,
/// exactly, after every fill (− for linear and spot, + for inverse); when flat Σ net − `looseFees` is the
/// realised profit itself. Memory is bounded: beyond the capacity the two oldest lots become one, with the
/// older one's time. A market tick costs two comparisons; a fill walks the lots whose range it widens.
public struct LotTrips: Hashable, Sendable {
  /// The position the fills make.
  public private(set) var position: Position
  /// The most lots kept.
  public let capacity: Int
  /// How often two lots became one for want of room.
  public private(set) var mergedLots = 0
  /// Fees of fills that moved no contracts: a fee in base as large as the fill.
  public private(set) var looseFees = Fixed.zero

  private let instrument: Instrument
  /// Oldest first; the first `gone` are closed.
  private var lots: [Lot] = []
  private var gone = 0
  private var range = PriceRange(0)

  /// Flat. The capacity must be at least 2.
  public init(index: InstrumentIndex, instrument: Instrument, capacity: Int = 1_024) {
    precondition(capacity >= 2, "pairing lots needs room for two")
    position = Position(instrument: index)
    self.instrument = instrument
    self.capacity = capacity
  }

  /// Lots open.
  public var lotCount: Int { lots.count - gone }
  /// Fees of the open lots, which no trip carries yet.
  public var openFees: Fixed { lots[gone...].reduce(0) { $0 + $1.fee } }
  /// Cost of the open lots, signed as the position; differs from the position's, which is averaged.
  public var openCost: Fixed {
    lots[gone...].reduce(0) { $0 + $1.cost }.times(position.side?.sign ?? 0)
  }

  /// Takes a market price, quote currency: two comparisons. While flat it changes nothing that counts.
  @inline(__always)
  public mutating func mark(_ price: Fixed) { range.see(price) }

  /// Books one fill and appends the trips it ended, oldest lot first; the parameters are those of
  /// `Position.apply`.
  public mutating func apply(
    side: Side, quantity: Fixed, price: Fixed, fee: Fixed, feeInBase: Bool = false, at: Timestamp,
    into trips: inout [RoundTrip]
  ) {
    range.see(price)
    widen()
    range = PriceRange(price)
    let booked = BookedFill(
      into: &position, side: side, quantity: quantity, price: price, fee: fee, feeInBase: feeInBase,
      instrument: instrument, at: at)
    let change = booked.change
    if let was = change.was, change.closedQuantity.isPositive {
      close(booked, side: was, at: at, into: &trips)
    }
    if change.openedQuantity.isPositive {
      lots.append(
        Lot(
          openedAt: at, quantity: change.openedQuantity, cost: booked.entryValue, fee: booked.openingFee,
          range: range))
      if lotCount > capacity { mergeOldest() }
    } else if change.closedQuantity.isZero {
      looseFees += change.fee
    }
  }

  /// Gives every lot the range since the last fill. An older lot has seen all that a younger one has, so
  /// the walk ends at the first that learns nothing.
  private mutating func widen() {
    var index = lots.count - 1
    while index >= gone, lots[index].widen(range) { index -= 1 }
  }

  private mutating func close(
    _ booked: BookedFill, side: PositionSide, at: Timestamp, into trips: inout [RoundTrip]
  ) {
    let total = booked.change.closedQuantity
    var (left, value, fee) = (total, booked.exitValue, booked.change.closingFee)
    while left.isPositive, gone < lots.count {
      let part = min(lots[gone].quantity, left)
      let isLast = part == left
      let entry = lots[gone].take(part)
      let exit = Lot.Share(
        cost: isLast ? value : Lot.share(of: booked.exitValue, part, outOf: total),
        fee: isLast ? fee : Lot.share(of: booked.change.closingFee, part, outOf: total))
      trips.append(trip(of: lots[gone], part, entry, exit, side: side, at: at))
      (left, value, fee) = (left - part, value - exit.cost, fee - exit.fee)
      if lots[gone].quantity.isZero { gone += 1 }
    }
    // Room is made when half of the array is closed lots, so that each costs a constant on average.
    if gone * 2 >= lots.count {
      lots.removeFirst(gone)
      gone = 0
    }
  }

  private func trip(
    of lot: Lot, _ part: Fixed, _ entry: Lot.Share, _ exit: Lot.Share, side: PositionSide, at: Timestamp
  ) -> RoundTrip {
    let gain = BookedFill.gain(of: side, instrument.kind)
    let (worst, best) = lot.range.excursion(
      quantity: part.times(side.sign), cost: entry.cost.times(side.sign), instrument: instrument)
    return RoundTrip(
      instrument: position.instrument, side: side, quantity: part, openedAt: lot.openedAt, closedAt: at,
      entryValue: entry.cost, exitValue: exit.cost, gross: (exit.cost - entry.cost).times(gain),
      fees: entry.fee + exit.fee, funding: 0, worst: worst, best: best, listing: instrument)
  }

  private mutating func mergeOldest() {
    let younger = lots[gone + 1]
    lots[gone + 1] = lots[gone].merged(with: younger)
    gone += 1
    mergedLots += 1
    if gone * 2 >= lots.count {
      lots.removeFirst(gone)
      gone = 0
    }
  }
}
