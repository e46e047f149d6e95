import Desk
import Platform
import Primitives
import Query
import Sync
import Trading

/// The accounts as they were last hung out; nothing of one until it is.
struct AccountMetrics: MetricSource {
  let boards: [AccountBoard]
  let book: InstrumentBook

  /// One account: its label and its figures.
  private typealias Shown = (labels: [(String, String)], view: AccountView)

  func write(to page: inout MetricPage) {
    let shown: [Shown] = boards.compactMap { board in
      board.latest.map { ([("account", $0.session.account.text)], $0) }
    }
    guard !shown.isEmpty else { return }
    money(shown, &page)
    positions(shown, &page)
    page.begin("sextant_working_orders", .gauge, "Orders that have not ended.")
    for (account, view) in shown { page.sample(Int64(view.workingOrders), account) }
    page.begin("sextant_alerts_firing", .gauge, "Alerts whose cause holds, by severity.")
    for (account, view) in shown {
      for severity in AlertSeverity.allCases {
        let count = view.firing.count { $0.severity == severity }
        page.sample(Int64(count), account + [("severity", severity.rawValue)])
      }
    }
    page.begin("sextant_mode", .gauge, "How real the trading is: 1 for the mode that holds.")
    for (account, view) in shown {
      for mode in Mode.allCases {
        page.sample(view.session.mode == mode, account + [("mode", mode.rawValue)])
      }
    }
    page.begin("sextant_trading_state", .gauge, "What may be traded: 1 for the state that holds.")
    for (account, view) in shown {
      for state in TradingState.allCases {
        page.sample(view.trading.state == state, account + [("state", state.rawValue)])
      }
    }
    market(shown, &page)
  }

  private func market(_ shown: [Shown], _ page: inout MetricPage) {
    page.begin(
      "sextant_desk_timestamp_seconds", .gauge,
      "Time of the market the account stands at, seconds since 1970 UTC.")
    for (account, view) in shown { page.sample(Double(view.deskTime.nanoseconds) / 1e9, account) }
    page.begin("sextant_market_rows_total", .counter, "Rows of the session's market taken in.")
    for (account, view) in shown { page.sample(view.tapeRow, account) }
    page.begin("sextant_market_bad_rows_total", .counter, "Rows of a tape left out as bad.")
    for (account, view) in shown { page.sample(view.badRows, account) }
  }

  private func money(_ shown: [Shown], _ page: inout MetricPage) {
    let amounts: [(String, String, (AccountMark) -> Fixed)] = [
      ("sextant_equity", "Wallet plus unrealised profit, settlement currency.", { $0.equity }),
      ("sextant_peak_equity", "Highest equity of the session, settlement currency.", { $0.peakEquity }),
      ("sextant_wallet", "Starting balance plus realised profit and funding.", { $0.wallet }),
      ("sextant_pnl_unrealised", "Unrealised profit, settlement currency.", { $0.unrealised }),
      ("sextant_pnl_realised", "Realised profit net of fees, since the session began.", { $0.realised }),
      ("sextant_fees_paid", "Fees since the session began, positive is paid.", { $0.fees }),
      ("sextant_funding_received", "Funding since the session began.", { $0.funding }),
      ("sextant_margin_used", "Initial margin bound, settlement currency.", { $0.marginUsed }),
      (
        "sextant_margin_maintenance", "Equity at which the exchange starts closing.",
        { $0.maintenanceMargin }
      ),
    ]
    for (name, help, amount) in amounts {
      page.begin(name, .gauge, help)
      for (account, view) in shown { page.sample(amount(view.mark), account) }
    }
    page.begin(
      "sextant_margin_ratio", .gauge,
      "Equity over maintenance margin: 1 is liquidation, higher is safer; absent when nothing is held.")
    for (account, view) in shown {
      if let percent = view.mark.marginRatioPercent { page.sample(percent.double / 100, account) }
    }
  }

  private func positions(_ shown: [Shown], _ page: inout MetricPage) {
    page.begin("sextant_positions_open", .gauge, "Positions held.")
    var named: [(labels: [(String, String)], position: PositionMark)] = []
    for (account, view) in shown {
      let open = view.mark.positions.filter { $0.status == .open }
      page.sample(Int64(open.count), account)
      for position in open where book.instruments.indices.contains(position.instrument) {
        let symbol = book[position.instrument].symbol.text
        named.append((account + [("symbol", symbol), ("side", position.side.rawValue)], position))
      }
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
