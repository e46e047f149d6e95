public import Primitives
public import Trading

/// A request the simulated exchange took, with the place of the market it came in at.
public struct PaperRequest: Sendable, Hashable {
  /// The tape row after which it came.
  public let tapeRow: Int64
  /// Market time at which it came.
  public let at: Timestamp
  /// `submit` or `cancel`: queries change nothing and are not logged.
  public let request: VenueRequest

  /// Memberwise.
  public init(tapeRow: Int64, at: Timestamp, request: VenueRequest) {
    self.tapeRow = tapeRow
    self.at = at
    self.request = request
  }
}
