public import Primitives

/// What a person sets of a strategy.
public struct StrategySettings: Sendable, Hashable {
  /// Bars of the fast average; at least 1.
  public var fastPeriod: Int
  /// Bars of the slow average; more than `fastPeriod`.
  public var slowPeriod: Int
  /// True ranges of the average true range; at least 1.
  public var rangePeriod: Int
  /// Nanoseconds a bar built from ticks lasts.
  public var barLengthNanos: Int64
  /// How large an entry is.
  public var sizing: EntrySizing
  /// How an entry is priced.
  public var entryStyle: EntryStyle
  /// Values of parameters that only one strategy has, by name; checked against their range when they came in.
  public var own: [String: Fixed] = [:]

  /// Unless said otherwise: 10 and 20 bars of one minute, 14 true ranges, entries worth 10,000 of the
  /// quote currency as limits at the touch for 20 seconds.
  public init(
    fastPeriod: Int = 10, slowPeriod: Int = 20, rangePeriod: Int = 14,
    barLengthNanos: Int64 = Nanos.perMinute, sizing: EntrySizing = .notional(10_000),
    entryStyle: EntryStyle = .limitAtTouch(timeToLiveNanos: 20 * Nanos.perSecond)
  ) {
    self.fastPeriod = fastPeriod
    self.slowPeriod = slowPeriod
    self.rangePeriod = rangePeriod
    self.barLengthNanos = barLengthNanos
    self.sizing = sizing
    self.entryStyle = entryStyle
  }

  /// What is wrong with the settings, one sentence each; empty when they can be used.
  public var faults: [String] {
    var faults: [String] = []
    if !(1...Self.longestPeriod).contains(fastPeriod) {
      faults.append("the fast period must be 1 to \(Self.longestPeriod), got \(fastPeriod)")
    }
    if !(2...Self.longestPeriod).contains(slowPeriod) || slowPeriod <= fastPeriod {
      faults.append(
        "the slow period must be above the fast one (\(fastPeriod)) and at most \(Self.longestPeriod), "
          + "got \(slowPeriod)")
    }
    if !(1...Self.longestPeriod).contains(rangePeriod) {
      faults.append("the range period must be 1 to \(Self.longestPeriod), got \(rangePeriod)")
    }
    if !(Nanos.perSecond...Nanos.perDay).contains(barLengthNanos) {
      faults.append("a bar must last one second to one day, got \(barLengthNanos) ns")
    }
    if !sizing.isUsable { faults.append("the size of an entry must be above zero and within bounds") }
    if case .limitAtTouch(let timeToLiveNanos) = entryStyle, timeToLiveNanos <= 0 {
      faults.append("the time to live of an entry must be above zero")
    }
    return faults
  }

  /// The longest period accepted, bars.
  public static let longestPeriod = 10_000

  /// The value of a strategy's own whole-number parameter; nil when nobody gave one.
  public func whole(_ name: String) -> Int? {
    own[name].flatMap { Int(exactly: $0.mantissa / Fixed.unit) }
  }

  /// The value of a strategy's own decimal parameter; nil when nobody gave one.
  public func decimal(_ name: String) -> Fixed? { own[name] }
}

extension EntrySizing {
  fileprivate var isUsable: Bool {
    switch self {
    case .quantity(let quantity): Bounds.holds(quantity: quantity)
    case .notional(let notional): notional.isPositive && Bounds.holds(money: notional)
    case .riskPercent(let percent, let atrMultiple):
      percent.isPositive && percent <= 100 && atrMultiple.isPositive && atrMultiple <= 1_000
    }
  }
}
