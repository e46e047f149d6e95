import Desk
import Platform
import Primitives
import Query
import Sync
import Trading

/// The account as it was last hung out; nothing until there is one.
struct AccountMetrics: MetricSource {
  let board: AccountBoard
  let book: InstrumentBook

  func write(to page: inout MetricPage) {
    guard let view = board.newest?.view else { return }
    let account = [("account", view.session.account.text)]
    money(view.mark, account, &page)
    positions(view.mark.positions.filter { $0.status == .open }, account, &page)
    page.begin("sextant_working_orders", .gauge, "Orders that have not ended.")
    page.sample(Int64(view.workingOrders), account)
    page.begin("sextant_alerts_firing", .gauge, "Alerts whose cause holds, by severity.")
    for severity in AlertSeverity.allCases {
      let count = view.firing.count { $0.severity == severity }
      page.sample(Int64(count), account + [("severity", severity.rawValue)])
    }
    page.begin("sextant_mode", .gauge, "How real the trading is: 1 for the mode that holds.")
    for mode in Mode.allCases {
      page.sample(view.session.mode == mode, account + [("mode", mode.rawValue)])
    }
    page.begin("sextant_trading_state", .gauge, "What may be traded: 1 for the state that holds.")
    for state in TradingState.allCases {
      page.sample(view.trading.state == state, account + [("state", state.rawValue)])
    }
    page.begin(
      "sextant_desk_timestamp_seconds", .gauge,
      "Time of the market the account stands at, seconds since 1970 UTC.")
    page.sample(Double(view.deskTime.nanoseconds) / 1e9, account)
    page.begin("sextant_market_rows_total", .counter, "Rows of the session's market taken in.")
    page.sample(view.tapeRow, account)
    page.begin("sextant_market_bad_rows_total", .counter, "Rows of a tape left out as bad.")
    page.sample(view.badRows, account)
  }

  private func money(_ mark: AccountMark, _ account: [(String, String)], _ page: inout MetricPage) {
    let amounts: [(String, String, Fixed)] = [
      ("sextant_equity", "Wallet plus unrealised profit, settlement currency.", mark.equity),
      ("sextant_peak_equity", "Highest equity of the session, settlement currency.", mark.peakEquity),
      ("sextant_wallet", "Starting balance plus realised profit and funding.", mark.wallet),
      ("sextant_pnl_unrealised", "Unrealised profit, settlement currency.", mark.unrealised),
      ("sextant_pnl_realised", "Realised profit net of fees, since the session began.", mark.realised),
      ("sextant_fees_paid", "Fees since the session began, positive is paid.", mark.fees),
      ("sextant_funding_received", "Funding since the session began.", mark.funding),
      ("sextant_margin_used", "Initial margin bound, settlement currency.", mark.marginUsed),
      ("sextant_margin_maintenance", "Equity at which the exchange starts closing.", mark.maintenanceMargin),
    ]
    for (name, help, amount) in amounts {
      page.begin(name, .gauge, help)
      page.sample(amount, account)
    }
    page.begin(
      "sextant_margin_ratio", .gauge,
      "Equity over maintenance margin: 1 is liquidation, higher is safer; absent when nothing is held.")
    if let percent = mark.marginRatioPercent { page.sample(percent.double / 100, account) }
  }

  private func positions(
    _ open: [PositionMark], _ account: [(String, String)], _ page: inout MetricPage
  ) {
    page.begin("sextant_positions_open", .gauge, "Positions held.")
    page.sample(Int64(open.count), account)
    let named = open.compactMap { position -> ([(String, String)], PositionMark)? in
      guard book.instruments.indices.contains(position.instrument) else { return nil }
      return (
        account + [
          ("symbol", book[position.instrument].symbol.text), ("side", position.side.rawValue),
        ], position
      )
    }
    page.begin("sextant_position_contracts", .gauge, "Contracts held, not negative.")
    for (labels, position) in named { page.sample(position.quantity, labels) }
    page.begin("sextant_position_pnl_unrealised", .gauge, "Unrealised profit, settlement currency.")
    for (labels, position) in named { position.unrealised.map { page.sample($0, labels) } }
    page.begin(
      "sextant_position_liquidation_distance_ratio", .gauge,
      "Distance of the mark to the liquidation price, a fraction of the mark, negative once past it.")
    for (labels, position) in named { position.liquidationDistance.map { page.sample($0, labels) } }
  }
}
