/// Counters of one name, one a combination of label values. Safe from any thread.
///
/// Combinations are bounded: past `cap` a new one is counted under `other` in every label, so that a value
/// from outside can never fill a server's memory.
public final class CounterFamily: MetricSource {
  /// What stands for combinations past the cap.
  public static let other = "other"

  /// Name of the family.
  public let name: String
  /// Most combinations.
  public let cap: Int
  private let help: String
  private let labels: [String]
  private let counts = Locked<(order: [[String]], values: [[String]: Int64])>(([], [:]))

  /// A family without counts.
  ///
  /// - Parameters:
  ///   - name: ends in `_total`.
  ///   - zeros: combinations that are there from the start, at 0: without them `rate` misses the first.
  public init(_ name: String, _ help: String, labels: [String], zeros: [[String]] = [], cap: Int = 500) {
    self.name = name
    self.help = help
    self.labels = labels
    self.cap = cap
    for values in zeros { add(values, by: 0) }
  }

  /// Counts. As many values as there are labels.
  public func add(_ values: [String], by amount: Int64 = 1) {
    precondition(values.count == labels.count, "\(name) has the labels \(labels)")
    counts.withLock { counts in
      if counts.values[values] != nil {
        counts.values[values, default: 0] += amount
        return
      }
      let key = counts.order.count < cap ? values : Array(repeating: Self.other, count: labels.count)
      if counts.values[key] == nil { counts.order.append(key) }
      counts.values[key, default: 0] += amount
    }
  }

  /// The count of a combination.
  public func count(_ values: [String]) -> Int64 { counts.withLock { $0.values[values] ?? 0 } }

  /// All counts, in the order they were first seen.
  public func write(to page: inout MetricPage) {
    page.begin(name, .counter, help)
    let (order, values) = counts.withLock { ($0.order, $0.values) }
    for key in order { page.sample(values[key] ?? 0, Array(zip(labels, key))) }
  }
}
