/// Why the service must not listen where it was told to.
public struct AccessFault: Error, CustomStringConvertible {
  /// One paragraph, with what to do.
  public let description: String

  /// Memberwise.
  public init(description: String) {
    self.description = description
  }
}
