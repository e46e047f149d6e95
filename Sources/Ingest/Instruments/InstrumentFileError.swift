internal import Platform

/// Everything that is wrong with an instruments file, each fault with its place.
public struct InstrumentFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Faults listed; beyond it the last one says how many more there are.
  public static let faultCap = 100

  /// One sentence a fault, such as
  /// `instruments[2].tick_size must be a positive decimal, got "0"`.
  public let faults: [String]

  init(faults: [String]) {
    if faults.count > Self.faultCap {
      let left = faults.count - Self.faultCap + 1
      self.faults = faults.prefix(Self.faultCap - 1) + ["and \(left) faults more"]
    } else {
      self.faults = faults
    }
  }

  init(_ error: JSONError) {
    faults = ["the file is not valid JSON: \(error)"]
  }

  /// The faults, one a line.
  public var description: String { faults.joined(separator: "\n") }
}
