public import Primitives
public import Trading

/// Why an account was valued.
public enum MarkCause: String, Sendable, CaseIterable {
  /// A fill, a funding payment or a forced close changed it.
  case change = "CHANGE"
  /// The sync cadence.
  case sync = "SYNC"
}

/// Where a position stands in the tables (S2-DB-02).
public enum PositionStatus: String, Sendable, CaseIterable {
  /// Held.
  case open = "OPEN"
  /// Closed by an order.
  case closed = "CLOSED"
  /// Closed by the exchange.
  case liquidated = "LIQUIDATED"
}

/// A position as it was valued.
public struct PositionMark: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Long or short; of what was closed when the status is not OPEN.
  public let side: PositionSide
  /// Contracts, positive; zero once closed.
  public let quantity: Fixed
  /// Average entry, quote currency.
  public let entryPrice: Fixed
  /// Price it was valued at, quote currency; nil without a market.
  public let markPrice: Fixed?
  /// Price at which the exchange would close it, quote currency; nil when there is none.
  public let liquidationPrice: Fixed?
  /// Settlement currency; nil without a market.
  public let unrealised: Fixed?
  /// Initial margin it binds, settlement currency; nil for spot or without a market.
  public let margin: Fixed?
  /// Account equity over its maintenance margin, percent (100 = liquidation, higher is safer).
  public let marginRatioPercent: Fixed?
  /// Realised so far in this instrument, net of fees, settlement currency.
  public let realised: Fixed
  /// When it was opened.
  public let openedAt: Timestamp
  /// Where it stands.
  public let status: PositionStatus

  /// Memberwise.
  public init(
    instrument: InstrumentIndex, side: PositionSide, quantity: Fixed, entryPrice: Fixed,
    markPrice: Fixed?, liquidationPrice: Fixed?, unrealised: Fixed?, margin: Fixed?,
    marginRatioPercent: Fixed?, realised: Fixed, openedAt: Timestamp, status: PositionStatus
  ) {
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.markPrice = markPrice
    self.liquidationPrice = liquidationPrice
    self.unrealised = unrealised
    self.margin = margin
    self.marginRatioPercent = marginRatioPercent
    self.realised = realised
    self.openedAt = openedAt
    self.status = status
  }
}

/// An account as it was valued; money in its settlement currency.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class AccountMark: Sendable {
  /// The rows' `updated_at`: strictly increasing in microseconds within a session.
  public let at: Timestamp
  /// Why.
  public let cause: MarkCause
  /// Balance: starting balance + realised + funding.
  public let wallet: Fixed
  /// Balance plus unrealised.
  public let equity: Fixed
  /// Σ of the positions'.
  public let unrealised: Fixed
  /// Net of fees, since the session began (ruling 23).
  public let realised: Fixed
  /// Paid, since the session began.
  public let fees: Fixed
  /// Received less paid, since the session began.
  public let funding: Fixed
  /// Initial margin bound.
  public let marginUsed: Fixed
  /// Equity at which the exchange starts closing.
  public let maintenanceMargin: Fixed
  /// Equity over maintenance margin, percent; nil when nothing is held.
  public let marginRatioPercent: Fixed?
  /// Highest equity of the session at a valuation.
  public let peakEquity: Fixed
  /// Open positions at a sync; those that changed at a change.
  public let positions: [PositionMark]

  /// Memberwise.
  public init(
    at: Timestamp, cause: MarkCause, wallet: Fixed, equity: Fixed, unrealised: Fixed, realised: Fixed,
    fees: Fixed, funding: Fixed, marginUsed: Fixed, maintenanceMargin: Fixed,
    marginRatioPercent: Fixed?, peakEquity: Fixed, positions: [PositionMark]
  ) {
    self.at = at
    self.cause = cause
    self.wallet = wallet
    self.equity = equity
    self.unrealised = unrealised
    self.realised = realised
    self.fees = fees
    self.funding = funding
    self.marginUsed = marginUsed
    self.maintenanceMargin = maintenanceMargin
    self.marginRatioPercent = marginRatioPercent
    self.peakEquity = peakEquity
    self.positions = positions
  }
}

extension AccountMark: Hashable {
  /// Whether all of it is the same.
  public static func == (left: AccountMark, right: AccountMark) -> Bool {
    left === right
      || (left.at, left.cause, left.wallet, left.equity, left.unrealised, left.realised)
        == (right.at, right.cause, right.wallet, right.equity, right.unrealised, right.realised)
        && (left.fees, left.funding, left.marginUsed, left.maintenanceMargin, left.marginRatioPercent)
          == (right.fees, right.funding, right.marginUsed, right.maintenanceMargin, right.marginRatioPercent)
        && (left.peakEquity, left.positions) == (right.peakEquity, right.positions)
  }

  /// By its time.
  public func hash(into hasher: inout Hasher) { hasher.combine(at) }
}
