/// A test server that could not be started, with the last words of its log.
public struct TestServerError: Error, CustomStringConvertible {
  /// What happened.
  public let description: String

  /// The process ended by itself instead of getting ready.
  let isEnd: Bool

  init(_ description: String, isEnd: Bool = false) {
    self.description = description
    self.isEnd = isEnd
  }
}
