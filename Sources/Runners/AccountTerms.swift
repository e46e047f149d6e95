public import Primitives
public import Trading

/// What one account trades with: everything else of `ServiceSettings` holds for all of them.
public struct AccountTerms: Sendable {
  /// Its name; no two are the same.
  public var name: AccountID
  /// What a new session starts with, settlement currency.
  public var startingBalance: Fixed
  /// Position value over initial margin.
  public var leverage: Int
  /// Name in the strategy catalogue; nil: signals come from outside only.
  public var strategy: String?
  /// What the strategy of that name is made of; nil: the catalogue's, as it comes.
  public var strategyTerms: StrategyTerms?
  /// The limits in force; a SIGHUP may change them.
  public var caps: TradingCaps

  /// Memberwise; what is left out is the default of a fresh install.
  public init(
    name: AccountID, startingBalance: Fixed = 100_000, leverage: Int = 10,
    strategy: String? = "ema-cross", strategyTerms: StrategyTerms? = nil, caps: TradingCaps = TradingCaps()
  ) {
    self.name = name
    self.startingBalance = startingBalance
    self.leverage = leverage
    self.strategy = strategy
    self.strategyTerms = strategyTerms
    self.caps = caps
  }
}

extension ServiceSettings {
  /// The first account's terms.
  public var firstAccount: AccountTerms {
    get {
      AccountTerms(
        name: account, startingBalance: startingBalance, leverage: leverage, strategy: strategy,
        strategyTerms: strategyTerms, caps: caps)
    }
    set {
      account = newValue.name
      startingBalance = newValue.startingBalance
      leverage = newValue.leverage
      strategy = newValue.strategy
      strategyTerms = newValue.strategyTerms
      caps = newValue.caps
    }
  }

  /// Settings an account, in the order of the configuration: each as if it were the only one.
  var eachAccount: [ServiceSettings] {
    ([firstAccount] + moreAccounts).map { terms in
      var own = self
      own.moreAccounts = []
      own.firstAccount = terms
      return own
    }
  }
}
