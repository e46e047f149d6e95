public import Desk
public import Primitives

/// An account as the journal leaves it: where a restart begins.
public struct RecoveredState: Sendable {
  /// The fold of its events.
  public let state: AccountState
  /// Number of its last event; 0 when it has none.
  public let lastSeq: Int64
  /// The tape row that caused that event; 0 without one.
  public let lastTapeRow: Int64
  /// Desk time of that event; nil when it has none.
  public let lastAt: Timestamp?
  /// Events folded after the snapshot, or after the session's beginning.
  public let eventsReplayed: Int
  /// Snapshots passed over because their content does not match their hash.
  public let snapshotsRefused: Int
  /// Hash of the state, comparable between runs and machines.
  public let stateHash: String

  /// The running session; nil before the first.
  public var sessionStart: SessionStart? { state.session }
}
