/// Why a market could not be opened, in words that say what to do.
public struct MarketFailure: Error, Sendable, CustomStringConvertible {
  /// One paragraph.
  public let description: String
}
