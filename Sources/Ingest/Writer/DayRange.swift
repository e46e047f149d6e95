/// UTC days, both ends included; an open end has no limit.
public struct DayRange: Sendable, Hashable {
  /// The first; nil without one.
  public let first: VerifyDay?
  /// The last; nil without one.
  public let last: VerifyDay?

  /// Memberwise.
  public init(first: VerifyDay?, last: VerifyDay?) {
    self.first = first
    self.last = last
  }

  /// Whether a moment, microseconds since 1970, lies in one of the days.
  public func contains(microseconds: Int64) -> Bool {
    let day = VerifyDay(micros: microseconds)
    return first.map { $0 <= day } ?? true && last.map { day <= $0 } ?? true
  }
}
