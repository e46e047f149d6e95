public import Primitives

/// Round trips of one instrument from flat to flat: all entries and exits while a position was open.
///
/// Gross profit is that of the average cost, as `Position` books it, so that
/// Σ `RoundTrip.net` + `openRealised` − `looseFees` = `position.realised`, exactly, after every fill. A
/// fill that turns the position over ends one trip and begins the next. Constant memory.
public struct FlatToFlatTrips: Hashable, Sendable {
  /// The position the fills make; its funding is all that was booked.
  public private(set) var position: Position
  /// Funding booked while flat, which no trip carries; received is positive.
  public private(set) var looseFunding = Fixed.zero
  /// Fees of fills that moved no contracts while flat: a fee in base as large as the fill.
  public private(set) var looseFees = Fixed.zero

  private let instrument: Instrument
  private var trip: OpenTrip?
  @usableFromInline var range = PriceRange(0)

  /// Flat.
  public init(index: InstrumentIndex, instrument: Instrument) {
    position = Position(instrument: index)
    self.instrument = instrument
  }

  /// What the open trip has realised so far, net of its fees, without funding; zero when flat.
  public var openRealised: Fixed { trip.map { $0.gross - $0.fees } ?? 0 }

  /// Takes a market price, quote currency: two comparisons. While flat it changes nothing that counts.
  @inlinable @inline(__always)
  public mutating func mark(_ price: Fixed) { range.see(price) }

  /// Books a funding payment into the open trip: positive is received; settlement currency.
  public mutating func book(funding amount: Fixed, at: Timestamp) {
    position.book(funding: amount, at: at)
    if trip == nil { looseFunding += amount } else { trip?.funding += amount }
  }

  /// Books one fill and appends the trip it ended, if it did; the parameters are those of
  /// `Position.apply`.
  public mutating func apply(
    side: Side, quantity: Fixed, price: Fixed, fee: Fixed, feeInBase: Bool = false, at: Timestamp,
    into trips: inout [RoundTrip]
  ) {
    range.see(price)
    trip?.settle(range, of: position, instrument)
    range = PriceRange(price)
    let booked = BookedFill(
      into: &position, side: side, quantity: quantity, price: price, fee: fee, feeInBase: feeInBase,
      instrument: instrument, at: at)
    let change = booked.change
    if let was = change.was, change.closedQuantity.isPositive {
      trip?.close(booked)
      if change.now != was, let ended = trip {
        trips.append(ended.finished(position.instrument, side: was, at: at, instrument))
        trip = nil
      }
    }
    enter(booked, at: at)
  }

  private mutating func enter(_ booked: BookedFill, at: Timestamp) {
    guard booked.change.openedQuantity.isPositive else {
      guard booked.change.closedQuantity.isZero else { return }
      if trip == nil { looseFees += booked.change.fee } else { trip?.fees += booked.change.fee }
      return
    }
    if trip == nil { trip = OpenTrip(openedAt: at) }
    trip?.open(booked)
  }
}

/// A round trip that is not over.
private struct OpenTrip: Hashable, Sendable {
  let openedAt: Timestamp
  var quantity = Fixed.zero
  var entryValue = Fixed.zero
  var exitValue = Fixed.zero
  var gross = Fixed.zero
  var fees = Fixed.zero
  var funding = Fixed.zero
  var worst = Fixed.zero
  var best = Fixed.zero

  init(openedAt: Timestamp) { self.openedAt = openedAt }

  /// Takes the extremes since the last fill, before the position changes.
  mutating func settle(_ range: PriceRange, of position: Position, _ instrument: Instrument) {
    let (low, high) = range.excursion(
      quantity: position.quantity, cost: position.cost, instrument: instrument)
    worst = min(worst, low)
    best = max(best, high)
  }

  mutating func open(_ booked: BookedFill) {
    quantity += booked.change.openedQuantity
    entryValue += booked.entryValue
    fees += booked.openingFee
  }

  mutating func close(_ booked: BookedFill) {
    gross += booked.change.realisedGross
    fees += booked.change.closingFee
    exitValue += booked.exitValue
  }

  func finished(
    _ index: InstrumentIndex, side: PositionSide, at: Timestamp, _ listing: Instrument
  ) -> RoundTrip {
    RoundTrip(
      instrument: index, side: side, quantity: quantity, openedAt: openedAt, closedAt: at,
      entryValue: entryValue, exitValue: exitValue, gross: gross, fees: fees, funding: funding,
      worst: worst, best: best, listing: listing)
  }
}
