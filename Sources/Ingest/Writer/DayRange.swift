/// UTC days, both ends included; an open end has no limit.
public struct DayRange: Sendable, Hashable {
  /// Whole days since 1970 of the first; nil without one.
  public let first: Int?
  /// Whole days since 1970 of the last; nil without one.
  public let last: Int?

  /// Memberwise.
  public init(first: Int?, last: Int?) {
    self.first = first
    self.last = last
  }

  /// Whether a moment, microseconds since 1970, lies in one of the days.
  public func contains(microseconds: Int64) -> Bool {
    let day = Int(VerifyDay(micros: microseconds).number)
    return (first ?? .min) <= day && day <= (last ?? .max)
  }

  /// Whole days since 1970 of a date written `YYYY-MM-DD`; nil for anything else.
  public static func day(_ text: String) -> Int? { VerifyDay(text: text).map { Int($0.number) } }
}
