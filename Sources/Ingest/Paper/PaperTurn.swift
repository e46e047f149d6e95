internal import Platform

/// Whose turn it is to write to a paper log: connections of one process to one file take turns here, in
/// the time of a commit, and need not find the file locked and wait in steps.
public final class PaperTurn: Sendable {
  private let turn = Locked<Void>(())

  /// Nobody's turn yet.
  public init() {}

  func take<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    try turn.withLock { (_) throws(Failure) in try body() }
  }
}
