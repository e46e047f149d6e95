public import Primitives

/// The closing equity of each calendar month (UTC), as marks come in.
///
/// The first mark is the start and belongs to no month; a mark at midnight closes the day before it, as a
/// bar does.
public struct MonthFold: Sendable {
  /// At most this many months: a century.
  public static let cap = 1_200

  /// One month.
  public struct Month: Sendable, Hashable {
    /// `2024-08`.
    public let name: String
    /// Close of the month before, or the start.
    public let open: Fixed
    /// Its last mark.
    public fileprivate(set) var close: Fixed

    /// close / open − 1; nil unless it began above zero.
    public var growth: Double? { open.isPositive ? close.double / open.double - 1 : nil }
  }

  /// The months that had a mark, oldest first.
  public private(set) var months: [Month] = []
  private var day = Int.min
  private var start: Fixed?

  /// No mark yet.
  public init() {}

  /// Takes equity at a moment; times must not go back.
  public mutating func mark(_ equity: Fixed, at time: Timestamp) {
    guard let start else {
      start = equity
      return
    }
    let within = time.adding(nanoseconds: -1)
    if within.utcDay != day {
      day = within.utcDay
      let name = String(within.rfc3339.prefix(7))
      if months.last?.name != name, months.count < Self.cap {
        months.append(Month(name: name, open: months.last?.close ?? start, close: equity))
      }
    }
    if !months.isEmpty { months[months.count - 1].close = equity }
  }
}
