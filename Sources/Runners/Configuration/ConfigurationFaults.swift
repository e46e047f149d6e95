/// Everything that is wrong with a configuration, one line a fault.
public struct ConfigurationFaults: Error, Sendable, Equatable, CustomStringConvertible {
  /// Faults listed; beyond it the last line says how many more there are.
  public static let cap = 100

  /// Lines such as `desk.json5:4:9: http.port: must be a whole number from 0 to 65535, not 70000`.
  public private(set) var lines: [String] = []
  private var left = 0

  init() {}

  /// Faults that were found elsewhere.
  public init(_ lines: [String]) {
    for line in lines { add(line) }
  }

  /// True when nothing is wrong.
  var isEmpty: Bool { lines.isEmpty }

  mutating func add(_ line: String) {
    guard lines.count == Self.cap else { return lines.append(line) }
    left += 1
  }

  /// Takes in the faults of another.
  mutating func add(_ other: ConfigurationFaults) {
    for line in other.lines { add(line) }
    left += other.left
  }

  /// The faults, one a line.
  public var description: String { all.joined(separator: "\n") }

  /// The lines, with one more when not all are listed.
  public var all: [String] { left == 0 ? lines : lines + ["and \(left) faults more"] }
}
