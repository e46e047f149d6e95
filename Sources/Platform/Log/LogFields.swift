/// The named values of a log line in the order they were written.
///
/// Written as a dictionary literal, `["order": .string(id), "attempt": .int(2)]`; unlike a dictionary it
/// keeps the order, so the same event always makes the same line.
public struct LogFields: Sendable, ExpressibleByDictionaryLiteral {
  /// Names and values in order.
  public var pairs: [(String, LogValue)]

  /// Fields from pairs made by a program.
  public init(_ pairs: [(String, LogValue)]) {
    self.pairs = pairs
  }

  /// Fields from a literal.
  public init(dictionaryLiteral elements: (String, LogValue)...) {
    pairs = elements
  }
}
