import Primitives
import Sync
import Trading

/// Valuations of a desk that keeps no marks: equity alone, and no margin unless an alarm could be near.
extension AccountDesk {
  /// Says what the account is worth at the newest prices, without an event; false, and nothing is said, while
  /// an open position has no price.
  mutating func noteValue(_ cause: MarkCause, at now: Timestamp, into step: inout Step) -> Bool {
    var (unrealised, held) = (Fixed.zero, Fixed.zero)
    for index in state.positions.openInstruments {
      guard let position = market.held(index, in: state.positions) else { return false }
      let instrument = settings.instruments[index]
      let value = ProfitAndLoss.value(
        quantity: position.quantity, price: position.mark, instrument: instrument)
      unrealised += ProfitAndLoss.unrealised(value: value, cost: position.cost, kind: instrument.kind)
      held += value.magnitude
    }
    let equity = ProfitAndLoss.equity(wallet: state.wallet, unrealised: unrealised)
    let peak = equity > state.peakEquity ? equity : state.peakEquity
    let value = AccountValue(at: markTime(now), equity: equity, peakEquity: peak)
    state.apply(value, cause, at: now)
    step.valuations.append(value)
    if !isFarFromAlarm(equity: equity, held: held), let margin = valuation() {
      watchMargin(margin, at: now, into: &step)
    }
    return true
  }

  /// Whether no margin alarm fires or can be due, told without the margin: its maintenance is no more than
  /// the value of what is held.
  @inline(__always)
  private func isFarFromAlarm(equity: Fixed, held: Fixed) -> Bool {
    guard isMaintenanceWithinValue, let safeMultiple, state.alerts.firing.isEmpty else { return false }
    return held.multipliedReportingOverflow(by: safeMultiple).map { equity >= $0 } ?? false
  }
}

extension InstrumentBook {
  /// Whether no position needs a maintenance margin above its value.
  var isMaintenanceWithinValue: Bool {
    instruments.allSatisfy { instrument in
      instrument.tiers.allSatisfy { $0.maintenanceRate <= 1 && !$0.deduction.isNegative }
    }
  }
}
