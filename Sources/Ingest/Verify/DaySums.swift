/// What one day of a table adds up to: the first, cheap comparison.
struct DaySums: Sendable {
  /// Rows.
  var rows: Int64 = 0
  /// Sum of each real column, NULL counted as nothing; in the order of the columns.
  var sums: [Double] = []
  /// Sum of the values without their signs: what rounding is measured against. Empty when not known.
  var magnitudes: [Double] = []

  /// How far two sums may lie apart, as a part of the magnitude: stores add in different orders.
  static let tolerance = 1e-9

  /// Adds the sums of other rows of the same day.
  mutating func add(_ other: DaySums) {
    rows += other.rows
    sums = Self.added(sums, other.sums)
    magnitudes = Self.added(magnitudes, other.magnitudes)
  }

  /// True when the counts are equal and the sums are, but for rounding.
  func isEqual(to other: DaySums) -> Bool {
    guard rows == other.rows else { return false }
    return (0..<max(sums.count, other.sums.count)).allSatisfy { index in
      let (left, right) = (Self.value(sums, index), Self.value(other.sums, index))
      let size = max(Self.value(magnitudes, index), Self.value(other.magnitudes, index))
      return abs(left - right) <= Self.tolerance * max(size, abs(left), abs(right))
    }
  }

  private static func value(_ values: [Double], _ index: Int) -> Double {
    index < values.count ? values[index] : 0
  }

  private static func added(_ left: [Double], _ right: [Double]) -> [Double] {
    (0..<max(left.count, right.count)).map { value(left, $0) + value(right, $0) }
  }
}
