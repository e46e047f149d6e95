import Platform

extension JournalThread {
  /// Lets the journal begin later; false when a reader needs more of it after all.
  func cut(_ order: CutOrder) -> Result<Bool, JournalError> {
    if let rebuild, rebuild.current == nil { return .success(false) }
    let (newest, projected) = (writer.lastSeq, setup.status.current.projectedSeq)
    return change { () throws(SQLiteError) in
      try cuts.make(order, newest: newest, projected: projected)
    }
  }

  /// Erases some events before the cut; how many there were.
  func eraseEvents() -> Result<Int, JournalError> {
    change { () throws(SQLiteError) in try cuts.eraseSome() }
  }

  private func change<Value>(
    _ body: () throws(SQLiteError) -> Value
  ) -> Result<Value, JournalError> {
    if let failure { return .failure(failure) }
    do {
      let value = try body()
      noteCommit()
      return .success(value)
    } catch { return .failure(JournalError(error, writing: setup.path)) }
  }
}
