public import Primitives

/// How a simulated exchange behaves: its delays, faults, liquidity and funding.
///
/// Every field is public, so that a test or a configuration can set one and keep the rest.
public struct ExchangeProfile: Hashable, Sendable {
  /// A delay drawn evenly between two ends, nanoseconds.
  public struct Latency: Hashable, Sendable {
    /// Shortest, nanoseconds, not negative.
    public var leastNanos: Int64
    /// Longest, nanoseconds, at least the shortest.
    public var mostNanos: Int64

    /// A range of delays; a longest below the shortest counts as the shortest.
    public init(leastNanos: Int64, mostNanos: Int64) {
      self.leastNanos = max(leastNanos, 0)
      self.mostNanos = max(mostNanos, self.leastNanos)
    }

    /// No delay at all.
    public static let none = Latency(leastNanos: 0, mostNanos: 0)

    /// One delay; draws nothing when both ends are the same.
    func draw(_ generator: inout SeededGenerator) -> Int64 {
      guard mostNanos > leastNanos else { return leastNanos }
      let width = UInt64(mostNanos - leastNanos)
      return leastNanos + Int64(generator.below(width == .max ? width : width + 1))
    }
  }

  /// How much can be taken from the book between two ticks.
  public enum Depth: Hashable, Sendable {
    /// Any quantity fills at the touch.
    case unlimited
    /// A ladder: the touch holds the tick's size, or `touchValue` (quote currency) where the tick has
    /// none or is a trade; each of `levels` levels holds as much, `levelStep` ticks worse than the last.
    case ladder(touchValue: Fixed, levelStep: Int, levels: Int)
  }

  /// The funding rate of a perpetual, a fraction of its value; positive means longs pay.
  public enum FundingRate: Hashable, Sendable {
    /// The same each time.
    case fixed(Fixed)
    /// Drawn evenly from ±`most` by seed, instrument and due time, whatever else happened.
    case seeded(most: Fixed)
  }

  /// From us to the exchange.
  public var requestLatency: Latency
  /// From the exchange to us.
  public var responseLatency: Latency
  /// How many of a million orders are refused with `EXCHANGE_REJECTED`.
  public var rejectsPerMillion: UInt64
  /// What the book holds.
  public var depth: Depth
  /// How long the rest of a market order waits for liquidity before it expires, nanoseconds.
  public var marketPatienceNanos: Int64
  /// Time between fundings, nanoseconds, on multiples of it since 1970; 0: none.
  public var fundingIntervalNanos: Int64
  /// What is paid then.
  public var fundingRate: FundingRate
  /// Fee of a forced close, a fraction of its value.
  public var liquidationFeeRate: Fixed
  /// Decimals to which a fill's value, and the fee on it, are rounded half-even, as exchanges that book in
  /// whole cents do; nil: to those of `Fixed`.
  public var bookedDecimals: Int?

  /// Memberwise; left out, a field is that of `ideal`.
  public init(
    requestLatency: Latency = .none, responseLatency: Latency = .none, rejectsPerMillion: UInt64 = 0,
    depth: Depth = .unlimited, marketPatienceNanos: Int64 = 2 * Nanos.perSecond,
    fundingIntervalNanos: Int64 = 0, fundingRate: FundingRate = .fixed(0),
    liquidationFeeRate: Fixed = Fixed(mantissa: 5_000_000_000), bookedDecimals: Int? = nil
  ) {
    self.requestLatency = requestLatency
    self.responseLatency = responseLatency
    self.rejectsPerMillion = rejectsPerMillion
    self.depth = depth
    self.marketPatienceNanos = marketPatienceNanos
    self.fundingIntervalNanos = fundingIntervalNanos
    self.fundingRate = fundingRate
    self.liquidationFeeRate = liquidationFeeRate
    self.bookedDecimals = bookedDecimals
  }

  /// No delay, no refusal, no funding, any quantity at the touch: for parity with a backtest.
  public static let ideal = ExchangeProfile()

  /// As an exchange on a usual day: 20 to 80 ms each way, one order in a hundred refused, ten levels of
  /// 50,000 in quote currency where the tick tells no size, funding of at most 0.01 % every eight hours.
  public static let standard = ExchangeProfile(
    requestLatency: Latency(
      leastNanos: 20 * Nanos.perMillisecond, mostNanos: 80 * Nanos.perMillisecond),
    responseLatency: Latency(
      leastNanos: 20 * Nanos.perMillisecond, mostNanos: 80 * Nanos.perMillisecond),
    rejectsPerMillion: 10_000,
    depth: .ladder(touchValue: 50_000, levelStep: 1, levels: 10),
    fundingIntervalNanos: 8 * 60 * Nanos.perMinute,
    fundingRate: .seeded(most: Fixed(mantissa: 100_000_000)))
}
