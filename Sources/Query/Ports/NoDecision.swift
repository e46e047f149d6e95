/// Why the account gave no decision; the reason is for people.
public enum NoDecision: Sendable, Hashable {
  /// Nothing was done; the same may be asked again.
  case notNow(String)
  /// Nothing was done: the account has stopped, until a restart.
  case stopped(String)
  /// The account stopped while it was at it: done or not, the restart will show.
  case inDoubt(String)
}
