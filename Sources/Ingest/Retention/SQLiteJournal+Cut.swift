import Platform

extension SQLiteJournal {
  /// Lets the journal begin later; false when a reader needs more of it after all.
  func cut(_ order: CutOrder) throws(JournalError) -> Bool {
    let answer = OneShot<Result<Bool, JournalError>>()
    guard post(.cut(order, answer)) else { throw Self.takesNothing }
    return try answer.wait(upTo: nil)?.get() ?? false
  }

  /// Erases some events before the cut; how many there were.
  func eraseEvents() throws(JournalError) -> Int {
    let answer = OneShot<Result<Int, JournalError>>()
    guard post(.eraseEvents(answer)) else { throw Self.takesNothing }
    return try answer.wait(upTo: nil)?.get() ?? 0
  }

  static var takesNothing: JournalError {
    JournalError(.overloaded, "The journal's inbox is full or closed.")
  }
}
