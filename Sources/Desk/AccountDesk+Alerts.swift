import Primitives
import Sync
import Trading

extension AccountDesk {
  /// Raises an alert unless the same fires already.
  mutating func raise(
    _ type: AlertType, _ severity: AlertSeverity, symbol: String, message: String,
    details: [AlertDetail], at now: Timestamp, into step: inout Step
  ) {
    guard let session = state.session else { return }
    let alert = state.alerts.raise(
      type, severity, symbol: symbol, message: message, details: details, session: session.sessionID,
      at: now)
    if let alert { emit(.alert(alert), at: now, into: &step) }
  }

  /// Ends a firing alert; nothing when none fires.
  mutating func resolve(
    _ type: AlertType, symbol: @autoclosure () -> String, _ message: String, at now: Timestamp,
    into step: inout Step
  ) {
    guard !state.alerts.firing.isEmpty else { return }
    if let alert = state.alerts.resolve(type, symbol: symbol(), message: message) {
      emit(.alert(alert), at: now, into: &step)
    }
  }

  /// A line when the margin ratio enters, changes or leaves a danger zone (ruling 5, S2-POS-15).
  mutating func watchMargin(_ margin: AccountMargin, at now: Timestamp, into step: inout Step) {
    let isFarOff = safeMultiple.map { margin.covers($0) } ?? false
    if isFarOff, state.alerts.firing.isEmpty { return }
    let ratio = isFarOff ? nil : margin.ratioPercent
    guard let severity = settings.marginAlarm.severity(ratioPercent: ratio) else {
      resolve(.marginRatioLow, symbol: "", "margin ratio is safe again", at: now, into: &step)
      return
    }
    raise(
      .marginRatioLow, severity, symbol: "",
      message: "margin ratio \(ratio.map { $0.description(decimals: 2) } ?? "unknown") %, "
        + "liquidation at 100 %",
      details: [
        AlertDetail("margin_ratio", ratio?.description ?? ""),
        AlertDetail("equity", margin.equity.description),
        AlertDetail("maintenance_margin", margin.maintenanceMargin.description),
      ], at: now, into: &step)
  }

  /// Instruments with a working order that changed within one sync interval: its fills may be at the
  /// exchange and not yet here, so a snapshot proves nothing of them.
  private func instrumentsInMotion(at now: Timestamp) -> Set<InstrumentIndex> {
    let since = now.adding(nanoseconds: -settings.syncIntervalNanos)
    return Set(state.orders.working.filter { $0.updatedAt > since }.map(\.instrument))
  }

  /// Two snapshots in a row with the same difference are an alert; one may be a fill on its way.
  mutating func compare(_ reports: [PositionReport], at now: Timestamp, into step: inout Step) {
    let moving = instrumentsInMotion(at: now)
    let differences = PositionComparison.differences(between: state.positions, and: reports)
      .filter { !moving.contains($0.instrument) }
    for difference in differences
    where suspected.contains(where: {
      $0.instrument == difference.instrument && $0.gap == difference.gap
    }) {
      let symbol = settings.instruments[difference.instrument].symbol.text
      raise(
        .positionMismatch, .critical, symbol: symbol,
        message: "\(symbol): we hold \(difference.local), the exchange says \(difference.exchange)",
        details: [
          AlertDetail("local", difference.local.description),
          AlertDetail("exchange", difference.exchange.description),
        ], at: now, into: &step)
    }
    for alert in state.alerts.firing where alert.type == .positionMismatch {
      let stillDiffers = differences.contains {
        settings.instruments[$0.instrument].symbol.text == alert.symbol
      }
      if !stillDiffers {
        resolve(.positionMismatch, symbol: alert.symbol, "positions agree again", at: now, into: &step)
      }
    }
    suspected = differences
    noteAgreement(differences.isEmpty)
  }
}
