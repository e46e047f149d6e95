internal import Primitives

/// What a report of a run shows; whoever ran it fills it in.
public struct RunReport: Sendable {
  /// A group of figures under a heading.
  public struct Figures: Sendable {
    /// The heading.
    public var title: String
    /// Name and value, ready to be read.
    public var rows: [(name: String, value: String)]

    /// Memberwise.
    public init(title: String, rows: [(name: String, value: String)]) {
      self.title = title
      self.rows = rows
    }
  }

  /// The price of one instrument with what was traded on it.
  public struct Price: Sendable {
    /// Its symbol.
    public var symbol: String
    /// Its price, quote currency.
    public var curve: ChartFold
    /// The round trips drawn.
    public var trips: TripSample

    /// Memberwise.
    public init(symbol: String, curve: ChartFold = ChartFold(), trips: TripSample = TripSample()) {
      self.symbol = symbol
      self.curve = curve
      self.trips = trips
    }
  }

  /// What was run, as a heading.
  public var title: String
  /// The same in a sentence.
  public var subtitle: String
  /// Settlement currency.
  public var currency: String
  /// Equity at valuations, settlement currency.
  public var equity: ChartFold
  /// Equity less its peak so far, settlement currency: zero or below.
  public var drawdown: ChartFold
  /// A chart an instrument.
  public var prices: [Price]
  /// Growth by month.
  public var months: [MonthFold.Month]
  /// The statistics.
  public var figures: [Figures]

  /// From the first to the last value of any curve, where every chart begins and ends; nil without one.
  var span: ClosedRange<Timestamp>? {
    let curves = [equity, drawdown] + prices.map(\.curve)
    guard let first = curves.compactMap(\.buckets.first?.at).min(),
      let last = curves.compactMap(\.lastAt).max()
    else { return nil }
    return first...max(first, last)
  }

  /// Memberwise.
  public init(
    title: String, subtitle: String, currency: String, equity: ChartFold,
    drawdown: ChartFold, prices: [Price], months: [MonthFold.Month], figures: [Figures]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.currency = currency
    self.equity = equity
    self.drawdown = drawdown
    self.prices = prices
    self.months = months
    self.figures = figures
  }
}
