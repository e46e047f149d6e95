public import Primitives

/// The closing equity of each calendar month (UTC), as marks come in.
public struct MonthFold: Sendable {
  /// At most this many months: a century.
  public static let cap = 1_200

  /// One month.
  public struct Month: Sendable, Hashable {
    /// `2024-08`.
    public let name: String
    /// Close of the month before, or the first mark.
    public let open: Fixed
    /// Its last mark.
    public fileprivate(set) var close: Fixed

    /// close / open − 1; nil unless it began above zero.
    public var growth: Double? { open.isPositive ? close.double / open.double - 1 : nil }
  }

  /// The months that had a mark, oldest first.
  public private(set) var months: [Month] = []
  private var day = Int.min

  /// No mark yet.
  public init() {}

  /// Takes equity at a moment; times must not go back.
  public mutating func mark(_ equity: Fixed, at time: Timestamp) {
    if time.utcDay != day {
      day = time.utcDay
      let name = String(time.rfc3339.prefix(7))
      if months.last?.name != name, months.count < Self.cap {
        months.append(Month(name: name, open: months.last?.close ?? equity, close: equity))
      }
    }
    if !months.isEmpty { months[months.count - 1].close = equity }
  }
}
