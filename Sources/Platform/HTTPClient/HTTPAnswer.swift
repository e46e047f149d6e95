/// A whole answer.
public struct HTTPAnswer: Sendable {
  /// 200, 404, …
  public let status: Int
  /// Header lines in their order.
  public let headers: [HTTPHeader]
  /// The body, as it was before any transfer coding.
  public let body: [UInt8]

  /// True for 200 to 299.
  public var isSuccess: Bool { (200..<300).contains(status) }

  /// The first header of a name, in any mix of capitals.
  public func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }
}
