public import Primitives

/// Which rule gave an idempotency key (ruling 2), stored beside it.
public enum KeyRule: String, Sendable, CaseIterable {
  /// The caller's `Idempotency-Key`.
  case client
  /// `signal:{signal_id}:{SIDE}`.
  case signalID = "signal_id"
  /// Hash of session, bar time, symbol, side and content.
  case bar
  /// Hash of the content and the 60 s bucket it came in.
  case content
}

/// What makes two signals one: UNIQUE per account and session in the journal.
public struct IdempotencyKey: Sendable {
  /// The rule that gave it.
  public let rule: KeyRule
  /// The text; with a side, the id of the signal alone: the text is made for who asks.
  private let name: String
  private let side: Side?

  /// Wraps a key read back.
  public init(text: String, rule: KeyRule) {
    self.rule = rule
    name = text
    side = nil
  }

  private init(signal id: SignalID, _ side: Side) {
    rule = .signalID
    name = id.text
    self.side = side
  }

  /// The key's text.
  public var text: String {
    guard let side else { return name }
    return String(joining: Self.signalPrefix, name, Self.separator, side.rawValue)
  }

  private static var signalPrefix: String { "signal:" }
  private static var separator: String { ":" }

  /// Seconds in a bucket of the content rule (S3-INT-05).
  public static let bucketSeconds: Int64 = 60
  /// The longest `Idempotency-Key` accepted.
  public static let maxClientLength = 200

  /// The key of a signal: client's, else by signal id, else by bar, else by content and bucket.
  public init(
    of signal: borrowing Signal, clientKey: String?, session: SessionID, fingerprint: Digest128,
    at now: Timestamp
  ) {
    if let clientKey {
      self.init(text: "client:" + clientKey, rule: .client)
    } else if let id = signal.id {
      self.init(signal: id, signal.side)
    } else if let bar = signal.barTime {
      let digest = Digest128(sha256Of: [
        session.text, bar.rfc3339, signal.symbol.text, signal.side.rawValue, fingerprint.text,
      ])
      self.init(text: "bar:" + digest.text, rule: .bar)
    } else {
      self.init(content: fingerprint, bucket: Self.bucket(now))
    }
  }

  /// The content rule's key of the bucket before, so that two signals a second apart across a boundary
  /// are one (S3-INT-06, ruling 26); nil for the other rules.
  public func previousBucket(fingerprint: Digest128, at now: Timestamp) -> IdempotencyKey? {
    rule == .content ? IdempotencyKey(content: fingerprint, bucket: Self.bucket(now) - 1) : nil
  }

  private init(content: Digest128, bucket: Int64) {
    self.init(text: "hash:\(content.text):\(bucket)", rule: .content)
  }

  private static func bucket(_ now: Timestamp) -> Int64 {
    let seconds = now.nanoseconds / Nanos.perSecond
    return seconds / bucketSeconds
  }
}

extension IdempotencyKey: Hashable {
  /// Whether rule and text are the same.
  public static func == (left: IdempotencyKey, right: IdempotencyKey) -> Bool {
    guard left.rule == right.rule else { return false }
    return left.side == right.side ? left.name == right.name : left.text == right.text
  }

  /// By text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension IdempotencyKey {
  /// Adds its text to a list, as it lies.
  func add(to list: inout ListDigest) {
    if let side {
      list.add(joining: Self.signalPrefix, name, Self.separator, side.rawValue)
    } else {
      list.add(name)
    }
  }
}
