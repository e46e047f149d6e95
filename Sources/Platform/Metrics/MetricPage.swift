public import Primitives

/// Builds the text a Prometheus server reads: exposition format 0.0.4.
///
/// A family is begun once, then its samples follow. A family begun twice, or a name the format does not
/// allow, is a bug of the caller.
public struct MetricPage {
  /// What the text is to be served as.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The kinds of family.
  public enum Kind: String, Sendable {
    /// Rises only, and begins at 0 with the process.
    case counter
    /// Rises and falls.
    case gauge
    /// Observations by size.
    case histogram
  }

  /// The text so far.
  public private(set) var bytes: [UInt8] = []
  private var families: Set<String> = []
  private var family = ""

  /// An empty page.
  public init() { bytes.reserveCapacity(32_768) }

  /// Begins a family.
  ///
  /// - Parameter help: one sentence; a line break in it is escaped.
  public mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    precondition(Self.isName(name), "not a name of a metric: \(name)")
    precondition(families.insert(name).inserted, "a metric is given twice: \(name)")
    family = name
    append("# HELP \(name) ")
    append(escaping: help, quotes: false)
    append("\n# TYPE \(name) \(kind.rawValue)\n")
  }

  /// A family of one sample without labels.
  public mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    begin(name, kind, help)
    sample(value)
  }

  /// The same for a whole number.
  public mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Int64) {
    begin(name, kind, help)
    sample(value)
  }

  /// A sample of the family begun last.
  public mutating func sample(_ value: Double, _ labels: [(String, String)] = []) {
    line("", labels, Self.text(value))
  }

  /// A whole number, exact.
  public mutating func sample(_ value: Int64, _ labels: [(String, String)] = []) {
    line("", labels, "\(value)")
  }

  /// A decimal, exact.
  public mutating func sample(_ value: Fixed, _ labels: [(String, String)] = []) {
    line("", labels, value.description)
  }

  /// 1 or 0.
  public mutating func sample(_ value: Bool, _ labels: [(String, String)] = []) {
    line("", labels, value ? "1" : "0")
  }

  /// The series of a histogram.
  public mutating func sample(_ histogram: Histogram.Snapshot, _ labels: [(String, String)] = []) {
    var count: UInt64 = 0
    for (bound, found) in zip(histogram.bounds, histogram.counts) {
      count += found
      line("_bucket", labels + [("le", Self.text(bound))], "\(count)")
    }
    line("_bucket", labels + [("le", "+Inf")], "\(histogram.count)")
    line("_sum", labels, Self.text(histogram.sum))
    line("_count", labels, "\(histogram.count)")
  }

  private mutating func line(_ suffix: String, _ labels: [(String, String)], _ value: String) {
    precondition(!family.isEmpty, "a sample before its family")
    append(family + suffix)
    for (index, label) in labels.enumerated() {
      precondition(Self.isName(label.0), "not a name of a label: \(label.0)")
      append(index == 0 ? "{" : ",")
      append(label.0 + "=\"")
      append(escaping: label.1, quotes: true)
      append("\"")
    }
    append(labels.isEmpty ? " " : "} ")
    append(value + "\n")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func append(escaping text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\"") where quotes: append("\\\"")
      default: bytes.append(byte)
      }
    }
  }

  private static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return "\(value)"
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
