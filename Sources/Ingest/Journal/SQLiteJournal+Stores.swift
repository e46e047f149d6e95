import Platform

extension SQLiteJournal {
  /// Keeps how far readers of the journal have come; not waited for. One that is lost makes its reader do
  /// some of its work twice.
  ///
  /// - Returns: false when the inbox is full or the journal was stopped.
  @discardableResult
  func keepCursors(_ cursors: [(name: String, seq: Int64)]) -> Bool { post(.cursors(cursors, nil)) }

  /// Waits until cursors kept before are on disk, at most so long: a full disk may hold them up.
  func flushCursors(waitingUpTo nanoseconds: Int64) {
    let answer = OneShot<Void>()
    if post(.cursors([], answer)) { _ = answer.wait(upTo: nanoseconds) }
  }

  /// Keeps rows a store refused, and waits until they are durable.
  func keepDeadLetters(_ letters: [DeadLetter]) throws(JournalError) {
    try request { .deadLetters(.keep(letters), $0) }
  }

  /// Forgets the rows a store refused: it is to be written anew.
  func forgetDeadLetters(store: String) throws(JournalError) {
    try request { .deadLetters(.forget(store: store), $0) }
  }
}
