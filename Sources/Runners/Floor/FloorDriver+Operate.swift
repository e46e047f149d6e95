import Desk

extension FloorDriver {
  /// Does what an operator says, durably; the events it led to at once, the record of it first.
  mutating func operate(_ command: OperatorCommand) throws -> [Event] {
    floor.desk.receive(.operate(command), at: floor.now, into: &step)
    let events = step.events
    try perform(durably: true)
    return events
  }
}
