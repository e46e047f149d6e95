public import Primitives

extension IntentID {
  /// Mints the id of an intent. Of many of one session an ``IntentMint`` mints them for less.
  public init(account: AccountID, session: SessionID, key: IdempotencyKey) {
    self = IntentMint(account: account, session: session).intentID(of: key)
  }
}

/// Mints the ids of one session's intents: account and session are hashed once.
public struct IntentMint: Sendable {
  /// The session.
  public let session: SessionID
  /// The list of account and session: each key comes after them.
  private let common: ListDigest

  /// The mint of a session of an account.
  public init(account: AccountID, session: SessionID, by compression: SHA256Compression = .portable) {
    self.session = session
    var list = ListDigest(by: compression)
    list.add(account.text)
    list.add(session.text)
    common = list
  }

  /// The id of the intent under a key.
  public func intentID(of key: IdempotencyKey) -> IntentID {
    var list = common
    key.add(to: &list)
    return IntentID(digest: list.digest)
  }
}
