public import Primitives

/// What a signal asks for (S2-SIG-02, S2-SIG-03).
public enum SignalType: String, Sendable, CaseIterable {
  /// Signal detected: enter.
  case entry = "S1"
  /// Cancel the signal: informational.
  case cancelled = "O1"
  /// Entry confirmed: informational.
  case confirmed = "Z1"
  /// Planned close.
  case plannedExit = "ZE1"
  /// Full exit, highest priority.
  case exit = "E1"
  /// Emergency exit: as `exit`.
  case emergency = "EMERGENCY"

  /// What the desk does with it.
  public var purpose: SignalPurpose {
    switch self {
    case .entry: .enter
    case .plannedExit, .exit, .emergency: .exit
    case .cancelled, .confirmed: .inform
    }
  }
}

/// The three ways a signal is treated.
public enum SignalPurpose: Sendable {
  /// Passes every gate, then one order.
  case enter
  /// Passes entry limits, clamped to the open quantity, reduce-only (S2-SIG-08).
  case exit
  /// Recorded; no order.
  case inform
}

/// A named indicator value a decision was based on. `Double`: indicators are statistics, not money.
public struct IndicatorValue: Hashable, Sendable {
  /// As the strategy names it, e.g. `ema_fast`.
  public let name: String
  /// Its value when the signal was emitted.
  public let value: Double  // tidy-ok: an indicator is a statistic, not money
  /// Memberwise.
  public init(name: String, value: Double) {  // tidy-ok: an indicator is a statistic, not money
    self.name = name
    self.value = value
  }
}

/// Who emitted a signal.
public enum SignalSource: String, Sendable, CaseIterable {
  /// A strategy of this process.
  case strategy
  /// The JSON endpoint.
  case api
  /// An operator's command to close a position.
  case `operator`
}

/// A raw signal: what somebody wants done, before any gate.
public struct Signal: Hashable, Sendable {
  /// As its sender named it; nil until the desk mints one from the idempotency key.
  public var id: SignalID?
  /// What it asks for.
  public var type: SignalType
  /// The instrument, by name: it may be one we do not know.
  public var symbol: Symbol
  /// Direction of the order.
  public var side: Side
  /// Contracts asked for, positive.
  public var quantity: Fixed
  /// Market unless said otherwise (S2-SIG-05).
  public var orderType: OrderType
  /// Limit price; required for a limit order, nil for a market order.
  public var price: Fixed?
  /// How long the order works.
  public var timeInForce: TimeInForce
  /// Nanoseconds after which the desk cancels what is unfilled; nil uses the desk's rule.
  public var timeToLiveNanos: Int64?
  /// 0 to 1; nil when the sender has no opinion.
  public var confidence: Fixed?
  /// Name of the strategy; empty when the sender gave none.
  public var strategyName: String
  /// What the decision was based on.
  public var indicatorValues: [IndicatorValue]
  /// Close time of the bar that gave it, when there is one.
  public var barTime: Timestamp?
  /// Where it came from.
  public var source: SignalSource

  /// Everything but the required four has its default.
  public init(
    id: SignalID? = nil, type: SignalType, symbol: Symbol, side: Side, quantity: Fixed,
    orderType: OrderType = .market, price: Fixed? = nil, timeInForce: TimeInForce = .goodTillCancel,
    timeToLiveNanos: Int64? = nil, confidence: Fixed? = nil, strategyName: String = "",
    indicatorValues: [IndicatorValue] = [], barTime: Timestamp? = nil, source: SignalSource
  ) {
    self.id = id
    self.type = type
    self.symbol = symbol
    self.side = side
    self.quantity = quantity
    self.orderType = orderType
    self.price = price
    self.timeInForce = timeInForce
    self.timeToLiveNanos = timeToLiveNanos
    self.confidence = confidence
    self.strategyName = strategyName
    self.indicatorValues = indicatorValues
    self.barTime = barTime
    self.source = source
  }

  /// The same signal under an id.
  public func named(_ id: SignalID) -> Signal {
    if self.id != nil { return self }
    var named = self
    named.id = id
    return named
  }
}
