public import Primitives
public import Trading

/// The closing equity of each calendar month (UTC), as marks come in.
///
/// The first mark is the start; a mark at midnight closes the day before it, as a bar does. A month without
/// a mark after the start is one in which equity stood still, or none where markets close.
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

  /// What a month without a mark means.
  public let gaps: EquityFold.Gaps
  /// The months, oldest first.
  public private(set) var months: [Month] = []
  private var day = Int.min
  private var start: Fixed?
  /// The first month that counts, then the one after the latest; see `number`.
  private var next = 0

  /// No mark yet.
  public init(gaps: EquityFold.Gaps = .carry) { self.gaps = gaps }

  /// Takes equity at a moment; times must not go back.
  public mutating func mark(_ equity: Fixed, at time: Timestamp) {
    guard let start else {
      start = equity
      next = Self.number(of: time)
      return
    }
    let within = time.adding(nanoseconds: -1)
    if within.utcDay != day {
      day = within.utcDay
      let number = Self.number(of: within)
      if gaps == .skip { next = max(next, number) }
      while next <= number, months.count < Self.cap {
        let open = months.last?.close ?? start
        months.append(Month(name: Self.name(of: next), open: open, close: open))
        next += 1
      }
    }
    if !months.isEmpty { months[months.count - 1].close = equity }
  }

  /// Months since the year 0.
  private static func number(of time: Timestamp) -> Int {
    let text = time.rfc3339
    return (Int(text.prefix(4)) ?? 0) * 12 + (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1
  }

  private static func name(of number: Int) -> String {
    let month = number % 12 + 1
    return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
  }
}
