import Platform
public import Primitives

/// One row of an oracle: its figures by path, which of them were read, and how ours compared.
///
/// A path names a member of a member with `/`; elements of an array by their place; a row that is one
/// plain value has the path "". A figure that nobody read is a fault: nothing passes by being skipped.
public final class OracleRow {
  /// Stable name, the file's first: `fees/nautilus/cases/3`.
  public let name: String
  /// The name of the table it stands in: `fees/nautilus/cases`.
  public let table: String
  /// How many figures were compared.
  public private(set) var compared = 0

  private let value: JSONValue
  /// The path of every figure.
  let leaves: Set<String>
  private(set) var unread: Set<String>
  private(set) var faults: [String] = []
  /// Disagreements about single figures of this row by path, until they are compared.
  private(set) var rulings: [String: OracleRuling] = [:]

  init(_ name: String, table: String, _ value: JSONValue) {
    self.name = name
    self.table = table
    self.value = value
    leaves = Set(Self.leaves(of: value, at: ""))
    unread = leaves
  }

  /// True when there is a value at a path, `null` too.
  public func has(_ path: String) -> Bool { found(path) != nil }

  /// How many elements the array at a path has; 0 when there is none.
  public func count(_ path: String) -> Int { found(path)?.array?.count ?? 0 }

  /// The keys of the object at a path, in order.
  public func members(_ path: String) -> [String] { found(path)?.object?.map(\.key) ?? [] }

  /// The decimal at a path: a number, or the first word of a text; nil for `null` and for nothing there.
  public func optional(_ path: String) -> Fixed? {
    unread.remove(path)
    switch found(path) {
    case .number(let text)?: return SharedData.decimal(text: text)
    case .string(let text)?:
      return text.split(separator: " ").first.flatMap { SharedData.decimal(text: String($0)) }
    case .bool?, .null?, .array?, .object?, nil: return nil
    }
  }

  /// The decimal at a path.
  public func decimal(_ path: String) throws(OracleError) -> Fixed {
    guard let decimal = optional(path) else { throw OracleError("\(name)/\(path) is no number") }
    return decimal
  }

  /// The whole number at a path.
  public func whole(_ path: String) throws(OracleError) -> Int {
    Int(try decimal(path).mantissa / Fixed.unit)
  }

  /// The text at a path; nil for anything else.
  public func text(_ path: String) -> String? {
    unread.remove(path)
    return found(path)?.string
  }

  /// Whether `true` stands at a path.
  public func flag(_ path: String) -> Bool {
    unread.remove(path)
    return found(path)?.bool ?? false
  }

  /// Says that a member was read that is a label or a sentence, not a figure.
  public func note(_ paths: String...) {
    for path in paths { unread = unread.filter { $0 != path && !$0.hasPrefix(path + "/") } }
  }

  /// Compares our figure to the stated one, or to what a ruling says ours is; nil is no figure.
  public func compare(_ path: String, _ ours: Fixed?, within tolerance: Fixed) {
    compared += 1
    let stated = optional(path)
    let shown = ours.map(\.description) ?? "none"
    guard case .disagreed(let expected, _)? = rulings.removeValue(forKey: path) else {
      guard !Self.agree(stated, ours, tolerance) else { return }
      faults.append("\(label(path)) is \(stated.map(\.description) ?? "none"), ours is \(shown)")
      return
    }
    if !Self.agree(SharedData.decimal(text: expected), ours, tolerance) {
      faults.append("\(label(path)) is listed with \(expected) for ours, which is \(shown)")
    }
    if Self.agree(stated, ours, tolerance) {
      faults.append("\(label(path)) is listed as disagreed with, but ours agrees")
    }
  }

  /// Counts a comparison of something that is no decimal.
  public func hold(_ holds: Bool, _ what: String) {
    compared += 1
    if !holds { faults.append("\(name): \(what) does not hold") }
  }

  /// Forgets what was read before an audit, as the input of another row.
  func begin(_ rulings: [String: OracleRuling]) {
    unread = leaves
    self.rulings = rulings
  }

  func label(_ path: String) -> String { path.isEmpty ? name : name + "/" + path }

  private func found(_ path: String) -> JSONValue? {
    var value: JSONValue? = value
    for step in path.split(separator: "/") {
      if let elements = value?.array {
        value = Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        value = value?[String(step)]
      }
    }
    return value
  }

  private static func leaves(of value: JSONValue, at path: String) -> [String] {
    func below(_ key: String) -> String { path.isEmpty ? key : path + "/" + key }
    if let members = value.object {
      return members.filter { !OracleFile.prose.contains($0.key) }
        .flatMap { leaves(of: $0.value, at: below($0.key)) }
    }
    if let elements = value.array {
      return elements.enumerated().flatMap { leaves(of: $0.element, at: below("\($0.offset)")) }
    }
    return [path]
  }

  private static func agree(_ left: Fixed?, _ right: Fixed?, _ tolerance: Fixed) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return (left - right).magnitude <= tolerance
  }
}

/// A row that is not what its check expects.
public struct OracleError: Error, CustomStringConvertible {
  /// The row, the member and what is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }
}
