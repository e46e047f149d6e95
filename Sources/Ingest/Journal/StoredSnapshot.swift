public import Trading

/// An account's state as it was kept after an event.
public struct StoredSnapshot: Sendable, Hashable {
  /// The last event in it.
  public let seq: Int64
  /// The account.
  public let account: AccountID
  /// Its session then.
  public let session: SessionID
  /// Hash of the state that was written.
  public let stateHash: String
  /// The state, JSON.
  public let payload: [UInt8]
}
