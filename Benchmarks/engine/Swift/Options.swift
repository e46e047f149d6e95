/// What to measure: a command, what it is about, and named values.
struct Options {
  let command: String
  private let operands: [String]
  private var named: [String: [String]] = [:]

  init(_ arguments: [String]) throws(BenchFault) {
    var rest = arguments[...]
    var operands: [String] = []
    while let argument = rest.popFirst() {
      if argument.hasPrefix("--") {
        guard let value = rest.popFirst() else { throw BenchFault("\(argument) needs a value") }
        named[String(argument.dropFirst(2)), default: []].append(value)
      } else {
        operands.append(argument)
      }
    }
    command = operands.first ?? ""
    self.operands = Array(operands.dropFirst())
  }

  /// The one thing the command is about.
  func operand(_ name: String) throws(BenchFault) -> String {
    guard let first = operands.first else { throw BenchFault("\(command) needs \(name)") }
    return first
  }

  /// A text; nil when it was not given.
  func text(_ name: String) -> String? { named[name]?.last }

  /// The texts of a name that may be given several times.
  func texts(_ name: String) -> [String] { named[name] ?? [] }

  /// A whole number of at least `least`.
  func whole(_ name: String, or fallback: Int, least: Int = 1) throws(BenchFault) -> Int {
    guard let text = text(name) else { return fallback }
    guard let value = Int(text), value >= least else {
      throw BenchFault("--\(name) must be a whole number of at least \(least), got \(text)")
    }
    return value
  }
}
