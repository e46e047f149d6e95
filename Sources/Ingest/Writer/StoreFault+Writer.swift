extension StoreFault {
  /// Whether rows that were stored may be gone or maimed: after the repair everything is sent again.
  var losesRows: Bool {
    switch kind {
    case .missingTable, .missingColumn, .wrongType, .missingKey, .corrupt: true
    case .otherServer, .tooOldServer, .notNull, .wrongTimestamp, .wrongPartitioning, .noLog, .wrongTTL,
      .suspended, .claimed, .migration, .tooManyRefused:
      false
    }
  }

  /// A store that refuses so many rows is not in order.
  static func tooManyRefused(_ letter: DeadLetter) -> StoreFault {
    StoreFault(
      .tooManyRefused, table: letter.table,
      problem: "\(DeadLetter.cap) rows were refused, the last with: \(letter.error)",
      repair: "mend the cause (the journal's table dead_letters tells), then run sextant ship")
  }
}
