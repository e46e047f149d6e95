/// Why a text is not a ``Timestamp``.
public struct TimestampError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: Sendable {
    /// A character that the form does not have here, or the text ends too early or too late.
    case malformed
    /// A month that is not 01...12.
    case month
    /// A day that its month does not have.
    case day
    /// An hour that is not 00...23.
    case hour
    /// A minute that is not 00...59.
    case minute
    /// A second that is not 00...59.
    case second
    /// Second 60: the scale has no leap seconds.
    case leapSecond
    /// More than nine fraction digits.
    case tooPrecise
    /// An offset from UTC beyond 23:59.
    case offset
    /// A moment before 1677-09-21 or after 2262-04-11.
    case outOfRange
  }

  /// The kind of fault.
  public let code: Code
  /// The character at fault, the first being 1, where there is one.
  public let position: Int?

  /// An error of this kind, at this character (the first being 1).
  public init(_ code: Code, at position: Int? = nil) {
    self.code = code
    self.position = position
  }

  /// The fault in words. It never repeats the text, which may come from anywhere.
  public var description: String {
    let fault =
      switch code {
      case .malformed: "not of the form 2024-08-08T23:54:16.560Z"
      case .month: "the month must be 01 to 12"
      case .day: "the month does not have this day"
      case .hour: "the hour must be 00 to 23"
      case .minute: "the minute must be 00 to 59"
      case .second: "the second must be 00 to 59"
      case .leapSecond: "leap seconds are not accepted"
      case .tooPrecise: "more than 9 fraction digits are not accepted"
      case .offset: "the offset from UTC must be within 23:59"
      case .outOfRange: "the moment must lie between 1677-09-21 and 2262-04-11"
      }
    guard let position else { return fault }
    return "\(fault) at character \(position)"
  }
}
