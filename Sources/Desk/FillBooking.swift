public import Primitives
public import Trading

/// A fill with what the desk knew of its order.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class FillBooking: Sendable {
  /// The execution.
  public let fill: Fill
  /// True when the order had ended before (ruling 21).
  public let isLate: Bool
  /// Best bid when it was booked; nil without a market.
  public let bid: Fixed?
  /// Best ask when it was booked; nil without a market.
  public let ask: Fixed?
  /// Settlement currency for one of a third asset the fee was taken in, when it was booked; nil for a fee
  /// in settlement or base currency, and where no market of ours tells it.
  public let feeRate: Fixed?

  /// Memberwise.
  public init(fill: Fill, isLate: Bool, bid: Fixed?, ask: Fixed?, feeRate: Fixed? = nil) {
    self.fill = fill
    self.isLate = isLate
    self.bid = bid
    self.ask = ask
    self.feeRate = feeRate
  }
}

extension FillBooking: Hashable {
  /// Whether all of it is the same.
  public static func == (left: FillBooking, right: FillBooking) -> Bool {
    left === right
      || (left.fill, left.isLate, left.bid, left.ask, left.feeRate)
        == (right.fill, right.isLate, right.bid, right.ask, right.feeRate)
  }

  /// By the fill.
  public func hash(into hasher: inout Hasher) { hasher.combine(fill) }
}
