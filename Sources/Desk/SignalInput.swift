public import Primitives
public import Trading

/// A signal as it reaches the desk, with its key and what the shell found under it.
public struct SignalInput: Sendable {
  /// What somebody wants done.
  public var signal: Signal
  /// What makes it one with a repeat.
  public var key: IdempotencyKey
  /// Digest of what the sender said; of nothing for a strategy or an operator, whose ids are unique by
  /// construction.
  public var fingerprint: Digest128
  /// The id of the intent under the key, where the shell has reckoned it; nil: the desk does.
  public var intentID: IntentID?
  /// The intent the key was used for before; nil when it is new.
  public var prior: PriorIntent?
  /// Why it was refused before it came here; nil when the desk judges it.
  public var refusal: Rejection?

  /// Derives key and fingerprint; the shell looks the key up and sets `prior`.
  public init(
    signal: consuming Signal, clientKey: String? = nil, session: SessionID,
    by compression: SHA256Compression = .portable, at now: Timestamp
  ) {
    let fingerprint = Self.fingerprint(of: signal, by: compression)
    key = IdempotencyKey(
      of: signal, clientKey: clientKey, session: session, fingerprint: fingerprint, at: now)
    self.fingerprint = fingerprint
    self.signal = signal
  }

  private static func fingerprint(
    of signal: borrowing Signal, by compression: SHA256Compression
  ) -> Digest128 {
    switch signal.source {
    case .api: signal.fingerprint(by: compression)
    case .strategy, .operator: Digest128(high: 0, low: 0)
    }
  }

  /// Keys under which an earlier intent makes this signal a duplicate: its own, and for the content
  /// rule that of the bucket before.
  public func keysToLookUp(at now: Timestamp) -> [String] {
    [key.text] + (key.previousBucket(fingerprint: fingerprint, at: now).map { [$0.text] } ?? [])
  }
}
