@testable public import Query

// So that a test writes its rows as they read.
extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral
{
  /// `INTEGER`.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// `REAL`.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// `TEXT`.
  public init(stringLiteral value: String) { self = .text(value) }
}
