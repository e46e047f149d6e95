public import Trading

/// A position that a close or flatten left open, wholly or in part, and why.
public struct RefusedClose: Hashable, Sendable {
  /// What is still held.
  public let symbol: Symbol
  /// Why nothing, or not all of it, could be ordered closed.
  public let reason: Rejection

  /// Memberwise.
  public init(symbol: Symbol, reason: Rejection) {
    self.symbol = symbol
    self.reason = reason
  }
}
