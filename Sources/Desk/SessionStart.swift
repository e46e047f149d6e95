public import Primitives
public import Trading

/// The first event of a session: what it trades, with what, on what.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class SessionStart: Sendable {
  /// `{instance}-{account}-{n}`.
  public let sessionID: SessionID
  /// The account.
  public let account: AccountID
  /// n: ordinal of the session in its data directory.
  public let ordinal: Int64
  /// How real the trading is.
  public let mode: Mode
  /// Settlement currency.
  public let currency: String
  /// What the account starts with, settlement currency.
  public let startingBalance: Fixed
  /// Name of the strategy; empty when signals come from outside only.
  public let strategy: String
  /// What the market is: `synthetic` or `replay:FILE`.
  public let market: String
  /// Symbol of the tape; empty for a synthetic market.
  public let symbol: String
  /// Position value over initial margin.
  public let leverage: Int
  /// Seed of everything random in the session.
  public let seed: UInt64
  /// First instant of the market.
  public let marketStart: Timestamp
  /// What people allow the account to do, taken over from the session before.
  public let trading: TradingControl

  /// Memberwise.
  public init(
    sessionID: SessionID, account: AccountID, ordinal: Int64, mode: Mode, currency: String,
    startingBalance: Fixed, strategy: String, market: String, symbol: String = "",
    leverage: Int = 10, seed: UInt64, marketStart: Timestamp,
    trading: TradingControl = TradingControl()
  ) {
    self.sessionID = sessionID
    self.account = account
    self.ordinal = ordinal
    self.mode = mode
    self.currency = currency
    self.startingBalance = startingBalance
    self.strategy = strategy
    self.market = market
    self.symbol = symbol
    self.leverage = leverage
    self.seed = seed
    self.marketStart = marketStart
    self.trading = trading
  }

  /// The same session under what people allowed before it: one that may trade begins without a past.
  func inheriting(_ trading: TradingControl) -> SessionStart {
    SessionStart(
      sessionID: sessionID, account: account, ordinal: ordinal, mode: mode, currency: currency,
      startingBalance: startingBalance, strategy: strategy, market: market, symbol: symbol,
      leverage: leverage, seed: seed, marketStart: marketStart,
      trading: trading.state == .running ? TradingControl() : trading)
  }
}

extension SessionStart: Hashable {
  /// Whether all of it is the same.
  public static func == (left: SessionStart, right: SessionStart) -> Bool {
    left === right
      || (left.sessionID, left.account, left.ordinal, left.mode, left.currency, left.startingBalance)
        == (
          right.sessionID, right.account, right.ordinal, right.mode, right.currency, right.startingBalance
        )
        && (left.strategy, left.market, left.symbol, left.leverage, left.seed, left.marketStart)
          == (right.strategy, right.market, right.symbol, right.leverage, right.seed, right.marketStart)
        && left.trading == right.trading
  }

  /// By its name.
  public func hash(into hasher: inout Hasher) { hasher.combine(sessionID) }
}
