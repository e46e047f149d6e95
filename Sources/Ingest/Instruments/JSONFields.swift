internal import Platform
internal import Primitives

/// The members of one JSON object, taken out one by one with a fault for whatever is wrong.
struct JSONFields {
  private let value: JSONValue
  private let prefix: String

  /// Looks at an object at `path` and names the keys nobody knows; `comment` is known everywhere.
  init(_ value: JSONValue, path: String, known: [String], faults: inout [String]) {
    self.value = value
    prefix = path.isEmpty ? "" : path + "."
    guard let members = value.object else {
      faults.append("\(path.isEmpty ? "the file" : path) must be an object, got \(value.kind)")
      return
    }
    for (key, _) in members where key != "comment" && !known.contains(key) {
      faults.append(
        "\(prefix)\(key.prefix(40)) is not known here; known are \(known.joined(separator: ", "))")
    }
  }

  /// A text that is not empty.
  func text(_ key: String, faults: inout [String]) -> String? {
    guard let member = member(key, faults: &faults) else { return nil }
    guard let text = member.string, !text.isEmpty else {
      faults.append("\(prefix)\(key) must be a text, got \(Self.shown(member))")
      return nil
    }
    return text
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, faults: inout [String]
  ) -> Choice? {
    guard let member = member(key, faults: &faults) else { return nil }
    guard let choice = member.string.flatMap(Choice.init(rawValue:)) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      faults.append("\(prefix)\(key) must be one of \(names), got \(Self.shown(member))")
      return nil
    }
    return choice
  }

  /// A decimal that `isGood` accepts; `rule` says in words what that is.
  func decimal(
    _ key: String, _ rule: String, faults: inout [String], where isGood: (Fixed) -> Bool
  ) -> Fixed? {
    guard let member = member(key, faults: &faults) else { return nil }
    guard let text = member.numberText ?? member.string, let number = try? Fixed(parsing: text),
      isGood(number)
    else {
      faults.append("\(prefix)\(key) must be \(rule), got \(Self.shown(member))")
      return nil
    }
    return number
  }

  /// A whole number within a range.
  func whole(_ key: String, in range: ClosedRange<Int64>, faults: inout [String]) -> Int? {
    guard let member = member(key, faults: &faults) else { return nil }
    guard let number = member.int64, range.contains(number) else {
      faults.append(
        "\(prefix)\(key) must be a whole number \(range.lowerBound) to \(range.upperBound), "
          + "got \(Self.shown(member))")
      return nil
    }
    return Int(number)
  }

  /// An array; missing is a fault.
  func array(_ key: String, faults: inout [String]) -> [JSONValue]? {
    guard let member = member(key, faults: &faults) else { return nil }
    guard let elements = member.array else {
      faults.append("\(prefix)\(key) must be an array, got \(Self.shown(member))")
      return nil
    }
    return elements
  }

  private func member(_ key: String, faults: inout [String]) -> JSONValue? {
    guard value.object != nil else { return nil }
    guard let member = value[key] else {
      faults.append("\(prefix)\(key) is missing")
      return nil
    }
    return member
  }

  /// A value as a message shows it, cut off.
  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): "\"\(text.prefix(40))\(text.count > 40 ? "…" : "")\""
    case .number(let digits): String(digits.prefix(40))
    case .bool(let value): value ? "true" : "false"
    case .object, .array, .null: value.kind
    }
  }
}
