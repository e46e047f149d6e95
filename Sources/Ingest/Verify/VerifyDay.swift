public import Primitives

/// A day in UTC: what stores partition by, and what two stores are compared by.
public struct VerifyDay: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01, negative before.
  public let number: Int64

  /// Microseconds in a day.
  static let micros: Int64 = 86_400_000_000

  /// A day by its number.
  public init(number: Int64) { self.number = number }

  /// The day a moment lies in.
  public init(_ moment: Timestamp) { number = Int64(moment.utcDay) }

  /// The day a moment lies in, given in microseconds since 1970; rounded toward the past.
  public init(micros: Int64) {
    let (quotient, remainder) = micros.quotientAndRemainder(dividingBy: Self.micros)
    number = remainder < 0 ? quotient - 1 : quotient
  }

  /// The day of a text `YYYY-MM-DD`; nil for anything else.
  public init?(text: String) {
    guard text.utf8.count == 10, let moment = try? Timestamp(rfc3339: text + "T00:00:00Z") else {
      return nil
    }
    self.init(moment)
  }

  /// The moments within it, microseconds since 1970; cut where 64 bits end.
  var range: ClosedRange<Int64> {
    let (start, overflow) = number.multipliedReportingOverflow(by: Self.micros)
    let first = overflow ? (number < 0 ? Int64.min : .max) : start
    let (last, pastEnd) = first.addingReportingOverflow(Self.micros - 1)
    return first...(pastEnd ? .max : last)
  }

  /// Its moments in so many parts of equal length, none shorter than a second; a day cut by the end of
  /// 64 bits stays whole.
  func slices(_ count: Int) -> [ClosedRange<Int64>] {
    let all = range
    guard all.upperBound - all.lowerBound == Self.micros - 1 else { return [all] }
    let parts = Int64(max(1, min(count, 86_400)))
    return (0..<parts).map { part in
      let (first, next) = (Self.micros * part / parts, Self.micros * (part + 1) / parts)
      return (all.lowerBound + first)...(all.lowerBound + next - 1)
    }
  }

  /// `2024-08-08`; `day 123456` beyond what a `Timestamp` can say.
  public var description: String {
    guard let moment = Timestamp(microseconds: range.lowerBound) else { return "day \(number)" }
    return String(moment.rfc3339.prefix(10))
  }

  /// Orders by time.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
