public import Primitives

/// What a strategy may know beside the market when it decides.
public struct StrategyContext: Sendable {
  /// The exchange's rules for the instrument.
  public var instrumentRules: Instrument
  /// Open contracts, + long, − short; nothing that is still pending.
  public var positionQuantity: Fixed
  /// Whether an entry order of this instrument is working at the exchange.
  public var hasWorkingEntry: Bool
  /// Best bid, quote currency; zero when unknown.
  public var bid: Fixed
  /// Best ask, quote currency; zero when unknown.
  public var ask: Fixed
  /// Desk time.
  public var now: Timestamp
  /// Equity of the account, settlement currency.
  public var equity: Fixed {
    switch equitySource {
    case .known(let equity): equity
    case .reckoned(let reckon): reckon()
    }
  }

  private let equitySource: EquitySource

  private enum EquitySource: Sendable {
    case known(Fixed)
    case reckoned(@Sendable () -> Fixed)
  }

  /// Memberwise; what `equity` says is reckoned each time it is read, for it needs every position.
  public init(
    instrumentRules: Instrument, positionQuantity: Fixed, hasWorkingEntry: Bool,
    equity: @escaping @autoclosure @Sendable () -> Fixed, bid: Fixed, ask: Fixed, now: Timestamp
  ) {
    self.init(
      instrumentRules, positionQuantity, hasWorkingEntry, .reckoned(equity), bid: bid, ask: ask, now: now)
  }

  /// Memberwise; with equity that is known.
  public init(
    instrumentRules: Instrument, positionQuantity: Fixed, hasWorkingEntry: Bool, knownEquity equity: Fixed,
    bid: Fixed, ask: Fixed, now: Timestamp
  ) {
    self.init(
      instrumentRules, positionQuantity, hasWorkingEntry, .known(equity), bid: bid, ask: ask, now: now)
  }

  private init(
    _ instrumentRules: Instrument, _ positionQuantity: Fixed, _ hasWorkingEntry: Bool,
    _ equity: EquitySource, bid: Fixed, ask: Fixed, now: Timestamp
  ) {
    self.instrumentRules = instrumentRules
    self.positionQuantity = positionQuantity
    self.hasWorkingEntry = hasWorkingEntry
    self.bid = bid
    self.ask = ask
    self.now = now
    equitySource = equity
  }
}

/// Turns the market of one instrument into signals.
///
/// A strategy is pure: the same calls give the same signals, on any machine. It asks for nothing and
/// knows no clock; what it wants to be woken for it says in `nextDeadline`. Signals are appended in
/// the order in which they should be treated.
public protocol Strategy: Sendable {
  /// Its name in rows and signal ids.
  var name: String { get }
  /// The instrument it trades.
  var instrument: InstrumentIndex { get }
  /// Whether its indicators have seen enough market to decide.
  var isWarm: Bool { get }
  /// When `onTime` should be called; nil when it waits for nothing.
  var nextDeadline: Timestamp? { get }

  /// A trade or quote of its instrument. `context` reckons what it is asked for: ask only to decide.
  mutating func onTick(_ tick: MarketTick, context: () -> StrategyContext, into signals: inout [Signal])
  /// A finished candle of its instrument.
  mutating func onCandle(_ candle: Candle, context: () -> StrategyContext, into signals: inout [Signal])
  /// A market event of its instrument, as `onTick` or `onCandle` take it; answers when it wants to be woken,
  /// `distantFuture` for never. Not to be written: a requirement, so that it is compiled for each strategy.
  mutating func look(
    at event: MarketEvent, context: () -> StrategyContext, into signals: inout [Signal]
  ) -> Timestamp
  /// Market time has reached `now`: called at `nextDeadline`, before any tick of a later time.
  mutating func onTime(_ now: Timestamp, context: () -> StrategyContext, into signals: inout [Signal])
}

extension Strategy {
  /// Tells the event by its kind.
  public mutating func look(
    at event: MarketEvent, context: () -> StrategyContext, into signals: inout [Signal]
  ) -> Timestamp {
    switch event {
    case .tick(let tick): onTick(tick, context: context, into: &signals)
    case .candle(let candle): onCandle(candle, context: context, into: &signals)
    }
    return nextDeadline ?? .distantFuture
  }
}
