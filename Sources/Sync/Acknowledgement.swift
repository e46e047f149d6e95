public import Primitives

/// That somebody has seen an alert: who, when and why it may rest.
public struct Acknowledgement: Hashable, Sendable {
  /// Who.
  public let actor: String
  /// In that person's words; may be empty.
  public let reason: String
  /// Desk time.
  public let at: Timestamp

  /// Memberwise.
  public init(actor: String, reason: String, at: Timestamp) {
    self.actor = actor
    self.reason = reason
    self.at = at
  }
}
