public import Sync
public import Trading

extension AccountDesk {
  /// Takes over other limits and alarm thresholds, between two inputs.
  ///
  /// No event: the limits are no part of the state. What was decided under the old ones stands in the
  /// journal as it was decided, and folding the journal asks no limit, so a replay gives the same state
  /// under any. Working orders stay; a margin alert is judged anew at the next valuation.
  public mutating func adopt(caps: TradingCaps, marginAlarm: MarginAlarm) {
    settings.caps = caps
    settings.marginAlarm = marginAlarm
    gate = SignalGate(caps: caps)
    safeMultiple = marginAlarm.safeMultiple
  }
}
