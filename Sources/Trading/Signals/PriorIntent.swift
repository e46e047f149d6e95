public import Primitives

/// The intent a key was used for before.
public struct PriorIntent: Hashable, Sendable {
  /// The order it placed.
  public let orderID: OrderID
  /// The signal it came from.
  public let signalID: SignalID
  /// What the sender said then.
  public let fingerprint: Digest128
  /// Memberwise.
  public init(orderID: OrderID, signalID: SignalID, fingerprint: Digest128) {
    self.orderID = orderID
    self.signalID = signalID
    self.fingerprint = fingerprint
  }
}
