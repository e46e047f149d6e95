import Desk
import Platform
import Primitives
import Query
import Synchronization
import Trading

extension AccountLoop {
  /// Does what an operator says, durably.
  mutating func operate(_ command: OperatorCommand) throws -> OperatorReply {
    if let record = countedRefusal(of: command) {
      return reply(OperatorReceipt(record: record, at: driver.floor.now, placed: [], cancelling: []))
    }
    let events = try driver.operate(command)
    guard let receipt = OperatorReceipt(of: events, at: driver.floor.now) else {
      return .unavailable(.notNow("no session runs"))
    }
    logger.notice(receipt.record, settings: driver.floor.desk.settings)
    return reply(receipt)
  }

  /// The record of a command that is refused and, one of very many, not journaled; nil for any other.
  private mutating func countedRefusal(of command: OperatorCommand) -> OperatorRecord? {
    let desk = driver.floor.desk
    guard desk.state.session != nil,
      let refusal = desk.refusal(of: command.action, at: driver.floor.now),
      case .count(let isFirst) = refusals.take(
        at: Timestamp(nanoseconds: MonotonicClock.nowNanoseconds()))
    else { return nil }
    account.countedRefusals.add(1, ordering: .relaxed)
    if isFirst {
      logger.warning(
        "too many refused commands: for now they are answered and counted, not journaled",
        ["per_minute": .int(RefusedCommands.capPerMinute), "actor": .string(command.actor)])
    }
    let state = desk.state.trading.state
    return OperatorRecord(command: command, refusal: refusal, before: state, after: state)
  }

  private func reply(_ receipt: OperatorReceipt) -> OperatorReply {
    guard case .cancel(let id) = receipt.record.command.action else { return .done(receipt, nil) }
    return .done(receipt, driver.floor.desk.state.orders[id])
  }
}

extension Logger {
  /// Who commanded what, and what came of it.
  fileprivate func notice(_ record: OperatorRecord, settings: DeskSettings) {
    info(
      "operator command",
      [
        "action": .string(record.command.action.name),
        "target": .string(record.target(in: settings.instruments)),
        "actor": .string(record.command.actor), "reason": .string(record.command.reason),
        "outcome": .string(record.outcome), "refusal": .string(record.refusal?.message ?? ""),
        "state": .string(record.after.rawValue),
      ])
  }
}
