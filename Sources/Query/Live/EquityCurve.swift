internal import Primitives

/// An equity curve of bounded length: past the cap every other point is dropped, and from then on only
/// every second, fourth, … point is taken.
public struct EquityCurve: Sendable {
  /// At most this many points.
  public static let cap = 1_000

  /// Points, oldest first.
  public private(set) var points: [EquityPoint] = []
  private var peak: Fixed?
  private var stride = 1
  private var offered = 0

  /// No point yet.
  public init() {}

  /// Takes a point, or leaves it out.
  public mutating func add(_ point: EquityPoint) {
    defer { offered += 1 }
    let highest = max(peak ?? point.peak, point.peak)
    peak = highest
    guard offered % stride == 0 else { return }
    points.append(EquityPoint(at: point.at, equity: point.equity, peak: highest))
    guard points.count >= Self.cap else { return }
    points = points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    stride *= 2
  }
}
