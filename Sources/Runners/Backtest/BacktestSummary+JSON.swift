import Platform
import Primitives
import Trading

extension BacktestSummary {
  /// One JSON object; money as strings, statistics as numbers, what is not defined as null.
  public static func json(_ report: BacktestReport) -> [UInt8] {
    var writer = JSONWriter()
    write(report, to: &writer)
    return writer.bytes
  }

  static func write(_ report: BacktestReport, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("strategy", report.strategy)
    writer.key("settings")
    writer.beginArray()
    for assignment in report.assignments { writer.string(assignment) }
    writer.endArray()
    if let terms = report.terms {
      writer.key("run")
      terms.write(to: &writer)
    }
    writer.field("symbol", report.symbol)
    writer.field("currency", report.currency)
    writer.field("market_events", report.marketEvents)
    writer.field("bad_rows", report.badRows)
    writer.field("first_at", report.firstAt)
    writer.field("last_at", report.lastAt)
    writer.field("signals", report.signals)
    writer.field("rejected_signals", report.rejected)
    writer.field("orders", report.orders)
    for status in OrderStatus.allCases {
      if let count = report.ends[status] {
        writer.key("orders_" + status.rawValue.lowercased())
        writer.int64(count)
      }
    }
    writer.field("fills", report.fills)
    writer.field("fills_digest", report.fillsDigest)
    writer.field("turnover", report.turnover)
    writer.field("starting_balance", report.startingBalance)
    writer.field("realized_pnl", report.realised)
    writer.field("unrealized_pnl", report.unrealised)
    writer.field("fees", report.fees)
    writer.field("funding", report.funding)
    writer.field("final_pnl", report.profit)
    writer.field("final_equity", report.finalEquity)
    writer.field("max_drawdown", report.maxDrawdown)
    writer.field("refused_facts", report.refusedFacts)
    writer.field("alerts", report.alerts)
    if let performance = report.performance {
      write(performance, to: &writer)
      writer.key("returns")
      write(performance.returns, to: &writer)
      writer.key("round_trips")
      write(performance.trips, open: performance.openTrips, to: &writer)
    }
    writer.endObject()
  }

  private static func write(_ performance: BacktestPerformance, to writer: inout JSONWriter) {
    writer.field("total_return", performance.totalReturn)
    writer.field("calendar_growth", performance.calendarGrowth)
    for (name, drawdown) in [
      ("steepest_drawdown", performance.steepest), ("longest_drawdown", performance.longest),
    ] {
      writer.key(name)
      guard let drawdown else {
        writer.null()
        continue
      }
      writer.beginObject()
      writer.field("depth", drawdown.depth)
      writer.field("fraction", drawdown.fraction)
      writer.field("peak_at", drawdown.peakAt)
      writer.field("trough_at", drawdown.troughAt)
      writer.field("recovered_at", drawdown.recoveredAt)
      writer.endObject()
    }
  }

  private static func write(_ returns: ReturnStatistics, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("periods_per_year", returns.periodsPerYear)
    writer.field("count", returns.count)
    writer.field("mean", returns.mean)
    writer.field("growth", returns.growth)
    writer.field("volatility", returns.volatility)
    writer.field("downside_risk", returns.downsideRisk)
    writer.field("sharpe", returns.sharpe)
    writer.field("sortino", returns.sortino)
    writer.field("calmar", returns.calmar)
    writer.field("max_drawdown", returns.maxDrawdown)
    writer.field("ulcer_index", returns.ulcerIndex)
    writer.field("omega", returns.omega)
    writer.field("win_rate", returns.winRate)
    writer.field("payoff_ratio", returns.payoffRatio)
    writer.field("kelly", returns.kelly)
    writer.field("best", returns.best)
    writer.field("worst", returns.worst)
    writer.field("skew", returns.skew)
    writer.field("excess_kurtosis", returns.excessKurtosis)
    writer.field("tail_ratio", returns.tailRatio)
    writer.field("stability", returns.stability)
    writer.field("value_at_risk", returns.valueAtRisk)
    writer.field("conditional_value_at_risk", returns.conditionalValueAtRisk)
    writer.field("probabilistic_sharpe", returns.probabilisticSharpe)
    writer.endObject()
  }

  private static func write(_ trips: RoundTripSummary, open: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("count", trips.count)
    writer.field("open", open)
    writer.field("wins", trips.wins)
    writer.field("losses", trips.losses)
    writer.field("gross", trips.gross)
    writer.field("fees", trips.fees)
    writer.field("funding", trips.funding)
    writer.field("net", trips.net)
    writer.field("turnover", trips.turnover)
    writer.field("win_rate", trips.winRate)
    writer.field("profit_factor", trips.profitFactor)
    writer.field("expectancy", trips.expectancy)
    writer.field("average_win", trips.averageWin)
    writer.field("average_loss", trips.averageLoss)
    writer.field("largest_win", trips.largestWin)
    writer.field("largest_loss", trips.largestLoss)
    writer.field("longest_win_series", trips.longestWinSeries)
    writer.field("longest_loss_series", trips.longestLossSeries)
    writer.field("average_holding_seconds", trips.averageHoldingNanoseconds.map { Double($0) / 1e9 })
    writer.endObject()
  }
}
