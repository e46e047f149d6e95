/// The bounds of a comparison.
public struct VerifySettings: Sendable {
  /// The first day compared; nil for all.
  public var firstDay: VerifyDay?
  /// The last day compared; nil for all.
  public var lastDay: VerifyDay?
  /// Most differences that are kept, in a file, and looked at again; further ones are only counted.
  public var keptDifferences = 5_000_000
  /// Most differences of a table and day that are named; further ones are only counted.
  public var shownPerDay = 20
  /// Most dead letters that are named; further ones are only counted.
  public var shownDeadLetters = 1_000
  /// Most times rows that moved are looked at again.
  public var maxLooks = 10
  /// Nanoseconds between two looks.
  public var lookAgainNanos: Int64 = 1_000_000_000
  /// Nanoseconds the store has to make acknowledged rows readable.
  public var applyNanos: Int64 = 60_000_000_000
  /// Rows of a day above which it is read in parts, so that no answer takes a server too long.
  public var rowsPerAnswer: Int64 = 250_000
  /// Events folded in one go.
  public var foldBatch = 1_000

  /// The defaults.
  public init() {}
}
