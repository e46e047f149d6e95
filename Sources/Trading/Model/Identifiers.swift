public import Primitives

/// What kind of thing an `Identifier` names; empty types, so that an order id cannot stand for a signal id.
public enum AccountTag {}
/// Tag of a session identifier.
public enum SessionTag {}
/// Tag of a signal identifier.
public enum SignalTag {}
/// Tag of an order identifier given by the exchange.
public enum ExchangeOrderTag {}
/// Tag of a trade identifier given by the exchange.
public enum TradeTag {}
/// Tag of an alert identifier.
public enum AlertTag {}

/// An opaque text identifier of one kind (ruling 12: nothing relies on its being numeric).
public struct Identifier<Tag>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The identifier as every row and answer shows it.
  public let text: String
  /// Wraps text that was checked where it came in.
  public init(_ text: String) { self.text = text }
  /// The text itself.
  public var description: String { text }
  /// By text.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// One account at one exchange.
public typealias AccountID = Identifier<AccountTag>
/// One run of an account: `{instance}-{account}-{n}`, n its ordinal in the data directory.
public typealias SessionID = Identifier<SessionTag>
/// One signal, as its sender named it, or minted from its idempotency key.
public typealias SignalID = Identifier<SignalTag>
/// An order as the exchange names it; `paper-…` from the simulated one.
public typealias ExchangeOrderID = Identifier<ExchangeOrderTag>
/// A trade (fill) as the exchange names it: the key by which a fill is booked once.
public typealias TradeID = Identifier<TradeTag>
/// One alert.
public typealias AlertID = Identifier<AlertTag>

/// The digest of (account, session, idempotency key) from which every id of one intent is read.
///
/// The same intent gives the same ids on any machine and after any crash; one hash an order.
public struct IntentID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first 128 bits of SHA-256 over the three length-prefixed parts.
  public let digest: Digest128
  /// Wraps a digest read back from a row.
  public init(digest: Digest128) { self.digest = digest }
  /// Mints the id of an intent.
  public init(account: AccountID, session: SessionID, key: String) {
    digest = Digest128(sha256Of: account.text, session.text, key)
  }
  /// Reads `int-…`; nil when the text is not one of ours.
  public init?(text: String) {
    guard let digest = Digest128(prefixed: "int-", in: text) else { return nil }
    self.digest = digest
  }
  /// `int-` and 26 base-32 characters.
  public var description: String { "int-" + digest.text }
  /// The order this intent places.
  public var orderID: OrderID { OrderID(digest: digest) }
  /// Copied to every row the signal causes.
  public var correlationID: String { "cor-" + digest.text }
  /// By digest.
  public static func < (left: Self, right: Self) -> Bool { left.digest < right.digest }
}

/// An order of ours, and its client order id at every exchange.
public struct OrderID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The digest shared with the intent.
  public let digest: Digest128
  /// Wraps the intent's digest.
  public init(digest: Digest128) { self.digest = digest }
  /// Reads `ord-…`; nil when the text is not one of ours.
  public init?(text: String) {
    guard let digest = Digest128(prefixed: "ord-", in: text) else { return nil }
    self.digest = digest
  }
  /// Reads a client order id an exchange echoes; nil when the order is not ours.
  public init?(clientOrderID text: String) {
    guard let digest = Digest128(prefixed: "sx-", in: text) else { return nil }
    self.digest = digest
  }
  /// `ord-` and 26 base-32 characters.
  public var description: String { "ord-" + digest.text }
  /// What the exchange sees: 29 characters of `[0-9a-z-]`, legal on every venue (at most 32).
  public var clientOrderID: String { "sx-" + digest.text }
  /// The intent that placed the order.
  public var intentID: IntentID { IntentID(digest: digest) }
  /// By digest.
  public static func < (left: Self, right: Self) -> Bool { left.digest < right.digest }
}

extension Digest128 {
  fileprivate init?(prefixed prefix: String, in text: String) {
    guard text.hasPrefix(prefix) else { return nil }
    self.init(text: String(text.dropFirst(prefix.count)))
  }
}

extension Identifier: TableKey {
  /// The text's.
  public var tableHash: UInt64 { text.tableHash }
}
extension IntentID: TableKey {
  /// The digest's.
  public var tableHash: UInt64 { digest.tableHash }
}
extension OrderID: TableKey {
  /// The digest's.
  public var tableHash: UInt64 { digest.tableHash }
}
