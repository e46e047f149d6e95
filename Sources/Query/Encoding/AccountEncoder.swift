internal import Desk
internal import Platform
internal import Primitives
internal import Trading

/// The account's figures as JSON, exact: decimals as strings, times as RFC 3339, null for unknown.
public enum AccountEncoder {
  /// `/api/pnl`, and the stream's `account` event without the curve.
  public static func profit(_ view: AccountView, withCurve: Bool) -> [UInt8] {
    let mark = view.mark
    let peak = max(mark.peakEquity, mark.equity)
    let drawdown = peak - mark.equity
    let drawdownPercent =
      peak.isPositive ? Fixed.mulDiv(drawdown, 100, peak, rounding: .halfEven) : nil
    var writer = JSONWriter(reservingBytes: withCurve ? 512 + view.curve.count * 104 : 512)
    writer.beginObject()
    writer.field("session_id", view.session.sessionID.text)
    writer.field("mode", view.session.mode.rawValue)
    writer.field("account_id", view.session.account.text)
    writer.field("currency", view.session.currency)
    writer.field("desk_time", view.deskTime)
    writer.field("equity", mark.equity)
    writer.field("wallet", mark.wallet)
    writer.field("realized_pnl", mark.realised)
    writer.field("unrealized_pnl", mark.unrealised)
    writer.field("fees", mark.fees)
    writer.field("funding", mark.funding)
    writer.field("peak_equity", peak)
    writer.field("drawdown", drawdown)
    writer.field("drawdown_pct", drawdownPercent)
    if withCurve {
      writer.key("curve")
      writer.beginArray()
      for point in view.curve {
        writer.beginObject()
        writer.field("t", point.at)
        writer.field("equity", point.equity)
        writer.field("drawdown_pct", point.drawdownPercent)
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
    return writer.takeBytes()
  }

  /// `/api/margin`.
  static func margin(_ view: AccountView, _ book: InstrumentBook) -> [UInt8] {
    let mark = view.mark
    let ratio = mark.marginRatioPercent
    let buffer = ratio.flatMap { Margin.buffer(ratioPercent: $0) }
    var writer = JSONWriter(reservingBytes: 512 + mark.positions.count * 256)
    writer.beginObject()
    writer.field("account_id", view.session.account.text)
    writer.field("currency", view.session.currency)
    writer.field("equity", mark.equity)
    writer.field("maintenance_margin", mark.maintenanceMargin)
    writer.field("margin_used", mark.marginUsed)
    writer.field("margin_ratio", ratio)
    writer.field("margin_buffer_pct", buffer.flatMap { $0.multipliedReportingOverflow(by: 100) })
    writer.field("level", level(mark).rawValue)
    writer.key("positions")
    writer.beginArray()
    for position in mark.positions {
      let figures = figures(position, view, book)
      writer.beginObject()
      writer.field("symbol", book[position.instrument].symbol.text)
      writer.field("side", position.side.rawValue)
      writer.field("margin_ratio", position.marginRatioPercent)
      writer.field("liquidation_price", position.liquidationPrice)
      writer.field("liquidation_distance_pct", figures.distancePercent)
      writer.field("level", figures.level?.rawValue)
      writer.field("liquidation_risk", figures.risk?.rawValue)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.takeBytes()
  }

  /// With nothing to maintain nothing is near; with equity gone the ratio is no help.
  private static func level(_ mark: AccountMark) -> MarginLevel {
    if let ratio = mark.marginRatioPercent { return Margin.level(ratioPercent: ratio) }
    return mark.maintenanceMargin.isPositive && !mark.equity.isPositive ? .critical : .normal
  }

  /// `/api/positions`: one part of a list, with the summary over all of it.
  static func positions(
    _ view: AccountView, _ book: InstrumentBook, listed: [PositionMark], shown: Range<Int>,
    next: String?
  ) -> [UInt8] {
    var writer = JSONWriter(reservingBytes: 256 + shown.count * 512)
    writer.beginObject()
    writer.field("count", listed.count)
    writer.key("results")
    writer.beginArray()
    for position in listed[shown] { write(position, view, book, into: &writer) }
    writer.endArray()
    writer.field("next", next)
    write(PositionMetrics(listed), into: &writer)
    writer.endObject()
    return writer.takeBytes()
  }

  private static func write(
    _ position: PositionMark, _ view: AccountView, _ book: InstrumentBook,
    into writer: inout JSONWriter
  ) {
    let figures = figures(position, view, book)
    writer.beginObject()
    writer.field("symbol", book[position.instrument].symbol.text)
    writer.field("side", position.side.rawValue)
    writer.field("quantity", position.quantity)
    writer.field("entry_price", position.entryPrice.isPositive ? position.entryPrice : nil)
    writer.field("current_price", position.markPrice)
    writer.field("liquidation_price", position.liquidationPrice)
    writer.field("liquidation_distance_pct", figures.distancePercent)
    writer.field("unrealized_pnl", position.unrealised)
    writer.field("unrealized_pnl_pct", figures.unrealisedPercent)
    writer.field("realized_pnl", position.realised)
    writer.field("margin", position.margin)
    writer.field("leverage", figures.leverage)
    writer.field("margin_ratio", position.marginRatioPercent)
    writer.field("status", position.status.rawValue)
    writer.field("opened_at", position.openedAt)
    writer.field("updated_at", view.mark.at)
    writer.endObject()
  }

  private static func write(_ metrics: PositionMetrics, into writer: inout JSONWriter) {
    writer.key("metrics")
    writer.beginObject()
    writer.field("total_positions", metrics.total)
    writer.field("long_positions", metrics.long)
    writer.field("short_positions", metrics.short)
    writer.field("total_unrealized_pnl", metrics.unrealised)
    writer.field("avg_margin_ratio", metrics.averageMarginRatio)
    writer.field("min_margin_ratio", metrics.leastMarginRatio)
    writer.endObject()
  }

  private static func figures(
    _ position: PositionMark, _ view: AccountView, _ book: InstrumentBook
  ) -> PositionFigures {
    PositionFigures(
      position, instrument: book[position.instrument], accountLeverage: view.leverage)
  }
}
