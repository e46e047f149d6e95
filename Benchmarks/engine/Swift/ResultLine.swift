/// One line of JSON, its fields in the order they were given.
struct ResultLine {
  private var fields: [String] = []

  /// The line.
  var text: String { "{" + fields.joined(separator: ", ") + "}" }

  mutating func add(_ name: String, _ value: Int) { fields.append("\"\(name)\": \(value)") }

  mutating func add(_ name: String, _ value: Double) { fields.append("\"\(name)\": \(value)") }

  /// Text without anything JSON would have to escape.
  mutating func add(_ name: String, _ value: String) { fields.append("\"\(name)\": \"\(value)\"") }

  /// What a section took.
  mutating func add(_ section: Section) {
    add("cpu_seconds", section.cpuSeconds)
    add("wall_seconds", section.wallSeconds)
    add("growth_bytes", section.growthBytes)
    if let allocations = section.allocations { add("allocations", allocations) }
  }

  /// Median, 99th percentile and longest of latencies in nanoseconds.
  mutating func add(nanoseconds latencies: [Int64]) {
    let sorted = latencies.sorted()
    guard let longest = sorted.last else { return }
    add("p50_ns", Int(sorted[sorted.count / 2]))
    add("p99_ns", Int(sorted[sorted.count * 99 / 100]))
    add("longest_ns", Int(longest))
  }
}
