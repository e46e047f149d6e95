import Trading

/// Which accounts have ended, and whether the service is to end with them.
///
/// It ends when none trades any more: each has failed, or is at the end of its tape and was told to end
/// there.
struct AccountEnds {
  private let names: [AccountID]
  private let endsWithTape: Bool
  private var finished: Set<AccountID> = []
  private var reasons: [AccountID: String] = [:]
  private var isOver = false

  init(_ names: [AccountID], endsWithTape: Bool) {
    self.names = names
    self.endsWithTape = endsWithTape
  }

  /// An account is at the end of its tape; the service's end, when that was the last: once.
  mutating func finish(_ name: AccountID) -> Service.Ending? {
    guard endsWithTape else { return nil }
    finished.insert(name)
    return ending()
  }

  /// An account stopped; the service's end, when that was the last: once.
  mutating func fail(_ name: AccountID, _ reason: String) -> Service.Ending? {
    reasons[name] = reason
    return ending()
  }

  private mutating func ending() -> Service.Ending? {
    guard !isOver, names.allSatisfy({ finished.contains($0) || reasons[$0] != nil }) else { return nil }
    isOver = true
    let told = names.compactMap { name in
      reasons[name].map { names.count > 1 ? "\(name): \($0)" : $0 }
    }
    return told.isEmpty ? .finished : .failed(told.joined(separator: "; "))
  }
}
