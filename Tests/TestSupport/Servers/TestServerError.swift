/// A test server that could not be started, with the last words of its log.
public struct TestServerError: Error, CustomStringConvertible {
  /// What happened.
  public let description: String

  init(_ description: String) { self.description = description }
}
