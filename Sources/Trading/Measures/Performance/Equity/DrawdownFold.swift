public import Primitives

/// The drawdowns of a stream of equity marks, exactly and in constant memory.
///
/// The first mark is the first peak. A mark costs one or two comparisons; the records are compared when a
/// drawdown ends, and the open one with them when they are asked for. The deepest in money and the
/// steepest by fraction may be two different drawdowns.
public struct DrawdownFold: Hashable, Sendable {
  /// The highest equity so far; nil before the first mark.
  public private(set) var peak: Fixed?
  /// Drawdowns that were recovered.
  public private(set) var recoveredCount = 0
  /// The longest of those recovered.
  public private(set) var longestRecovered: Drawdown?

  private var peakAt = Timestamp.zero
  private var lastAt = Timestamp.zero
  private var trough = Fixed.zero
  private var troughAt = Timestamp.zero
  private var deepestRecovered: Drawdown?
  private var steepestRecovered: Drawdown?

  /// No mark yet.
  public init() {}

  /// Takes the next equity, settlement currency; answers the drawdown that it ended, if it did.
  /// Times must not go back.
  @discardableResult
  public mutating func mark(_ equity: Fixed, at: Timestamp) -> Drawdown? {
    lastAt = at
    guard let highest = peak, equity < highest else { return rise(to: equity, at: at) }
    if equity < trough {
      trough = equity
      troughAt = at
    }
    return nil
  }

  /// The open drawdown; nil at a peak.
  public var current: Drawdown? { peak.flatMap { trough < $0 ? drawdown(from: $0, recoveredAt: nil) : nil } }

  /// The largest in money, open or recovered; the earlier of equals.
  public var deepest: Drawdown? {
    Self.better(current, than: deepestRecovered) { $0.depth > $1.depth }
  }

  /// The largest as a fraction of its peak, open or recovered; the earlier of equals.
  public var steepest: Drawdown? {
    Self.better(current, than: steepestRecovered) { $0.isSteeper(than: $1) }
  }

  /// The longest, open or recovered; the earlier of equals.
  public var longest: Drawdown? {
    Self.better(current, than: longestRecovered) { $0.nanoseconds > $1.nanoseconds }
  }

  private mutating func rise(to equity: Fixed, at: Timestamp) -> Drawdown? {
    var ended: Drawdown?
    if let highest = peak, trough < highest {
      let drawdown = drawdown(from: highest, recoveredAt: at)
      deepestRecovered = Self.better(drawdown, than: deepestRecovered) { $0.depth > $1.depth }
      steepestRecovered = Self.better(drawdown, than: steepestRecovered) { $0.isSteeper(than: $1) }
      longestRecovered = Self.better(drawdown, than: longestRecovered) { $0.nanoseconds > $1.nanoseconds }
      recoveredCount += 1
      ended = drawdown
    }
    peak = equity
    peakAt = at
    trough = equity
    troughAt = at
    return ended
  }

  private func drawdown(from peak: Fixed, recoveredAt: Timestamp?) -> Drawdown {
    Drawdown(
      peak: peak, peakAt: peakAt, trough: trough, troughAt: troughAt, recoveredAt: recoveredAt,
      lastAt: lastAt)
  }

  private static func better(
    _ new: Drawdown?, than old: Drawdown?, by isBetter: (Drawdown, Drawdown) -> Bool
  ) -> Drawdown? {
    guard let new else { return old }
    guard let old else { return new }
    return isBetter(new, old) ? new : old
  }
}
