public import Trading

/// Round trips for a chart: all of them while they are few, else every second, fourth, eighth …
public struct TripSample: Sendable {
  /// Most trips kept.
  public let capacity: Int
  /// Trips taken in.
  public private(set) var count = 0
  /// One in this many is kept.
  public private(set) var step = 1
  /// Those kept, in the order in which they were taken in.
  public private(set) var trips: [RoundTrip] = []

  /// None yet.
  public init(capacity: Int = 1_000) {
    precondition(capacity >= 2, "a sample holds at least two")
    self.capacity = capacity
  }

  /// Takes the next trip in.
  public mutating func add(_ trip: RoundTrip) {
    defer { count += 1 }
    guard count % step == 0 else { return }
    if trips.count == capacity {
      step *= 2
      trips = trips.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      guard count % step == 0 else { return }
    }
    trips.append(trip)
  }
}
