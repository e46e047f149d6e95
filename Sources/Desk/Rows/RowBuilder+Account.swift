import Primitives
import Sync
import Trading

extension RowBuilder {
  /// The account's row and one for each position valued.
  func append(_ mark: AccountMark, _ context: RowContext, into rows: inout [Row]) {
    for position in mark.positions { rows.append(row(of: position, at: mark.at, context)) }
    rows.append(
      Row(
        .equity,
        [
          .of(mark.at), context.session.sessionID, context.session.account, context.session.currency,
          .of(mark.wallet),
          .of(mark.equity), .of(mark.realised), .of(mark.unrealised), .of(mark.fees), .of(mark.funding),
          .of(mark.marginUsed), .of(mark.maintenanceMargin), .of(mark.marginRatioPercent),
          .of(mark.peakEquity), context.session.mode, context.recorded,
        ]))
  }

  private func row(of mark: PositionMark, at moment: Timestamp, _ context: RowContext) -> Row {
    let instrument = instruments[mark.instrument]
    let isOpen = mark.status == .open
    return Row(
      .livePositions,
      [
        context.session.sessionID, .name(instrument.symbol.text), .name(mark.side.rawValue),
        .of(mark.quantity),
        .of(mark.entryPrice.isPositive ? mark.entryPrice : nil), .of(mark.markPrice),
        .of(mark.liquidationPrice), .of(mark.unrealised), .of(mark.unrealisedPercent(instrument)),
        .of(mark.margin), .of(mark.countedLeverage(instrument, account: context.session.session.leverage)),
        .of(mark.marginRatioPercent),
        .of(mark.openedAt), .of(moment), .of(isOpen ? nil : moment), .name(mark.status.rawValue),
        context.session.account, context.session.mode, .of(mark.realised),
        .of(mark.liquidationDistancePercent),
        context.session.currency, context.recorded,
      ])
  }

  /// An alert's row. Its acknowledgement and its end replace it: the words it was raised with stay, those
  /// of its end stand in `resolution`. One that takes another's place, graver or milder, ends that one too.
  func append(
    _ alert: Alert, replacing firing: Alert?, _ context: RowContext, into rows: inout [Row]
  ) {
    guard let firing, alert.state != .acknowledged else {
      rows.append(row(of: alert, resolution: alert.state == .resolved ? alert.message : nil, context))
      return
    }
    if firing.id == alert.id, alert.state == .resolved {
      rows.append(row(of: firing, resolution: alert.message, context))
      return
    }
    rows.append(
      row(of: firing, resolution: "now \(alert.severity.rawValue), as \(alert.id)", context))
    rows.append(row(of: alert, resolution: nil, context))
  }

  private func row(of alert: Alert, resolution: String?, _ context: RowContext) -> Row {
    let state: AlertState = resolution == nil ? alert.state : .resolved
    let seen = alert.acknowledgement
    return Row(
      .riskEvents,
      [
        .name(alert.id.text), context.session.sessionID, .of(alert.firedAt), .name(alert.severity.rawValue),
        .name(alert.type.rawValue), .name(alert.message), .of(RowJSON.object(alert.details)),
        .boolean(seen != nil), context.session.account, context.session.mode, .of(alert.symbol),
        .name(state.rawValue),
        .of(resolution == nil ? nil : context.at), .of(resolution), context.recorded,
        .of(seen?.actor), .of(seen?.at), .of(seen?.reason),
      ])
  }

  /// A command's row.
  func row(of record: OperatorRecord, _ context: RowContext) -> Row {
    let command = record.command
    return Row(
      .operatorCommands,
      [
        .of(context.at), context.session.sessionID, context.session.account, .integer(context.seq),
        context.session.mode,
        .of(command.actor), .name(command.action.name), .of(record.target(in: instruments)),
        .of(command.reason), .name(record.outcome), .of(record.refusal?.code),
        .of(record.refusal?.message), .name(record.before.rawValue), .name(record.after.rawValue),
        context.recorded,
      ])
  }
}
