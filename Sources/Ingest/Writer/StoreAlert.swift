/// Something a person should know of a store: raised once, resolved once.
public struct StoreAlert: Sendable, Hashable {
  /// What it is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// Rows wait in the journal: the server cannot be reached or takes nothing.
    case unreachable = "STORE_UNREACHABLE"
    /// The server's tables are not as they should be.
    case fault = "STORE_FAULT"
    /// Rows were refused and put aside.
    case rowsRefused = "STORE_ROWS_REFUSED"
    /// The server has lost rows it had acknowledged, or never knew us: everything is sent again.
    case rewritten = "STORE_REWRITTEN"
  }

  /// What it is about.
  public let kind: Kind
  /// Which store.
  public let store: StoreKind
  /// What happened, for people, one line; no secret.
  public let message: String
  /// The statement or the deed that repairs it; empty when it repairs itself.
  public let repair: String
  /// False when the cause is over.
  public let isFiring: Bool
}
