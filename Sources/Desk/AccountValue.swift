public import Primitives

/// What an account was worth when it was valued: all that a desk says of it that keeps no marks.
public struct AccountValue: Hashable, Sendable {
  /// When: strictly increasing in microseconds within a session.
  public let at: Timestamp
  /// Balance plus unrealised, settlement currency.
  public let equity: Fixed
  /// Highest equity of the session at a valuation.
  public let peakEquity: Fixed

  /// Memberwise.
  public init(at: Timestamp, equity: Fixed, peakEquity: Fixed) {
    self.at = at
    self.equity = equity
    self.peakEquity = peakEquity
  }
}

extension AccountMark {
  /// What it comes to.
  public var value: AccountValue { AccountValue(at: at, equity: equity, peakEquity: peakEquity) }
}
