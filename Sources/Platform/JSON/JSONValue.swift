/// Any JSON text as a tree, with keys in the order they were written and numbers as their exact text.
///
/// For request bodies and configuration, where faults must be named; the hot paths use `JSONScanner`.
public indirect enum JSONValue: Sendable {
  /// Members in their order; keys are unique when it comes from `JSONParser`.
  case object([(key: String, value: JSONValue)])
  /// Elements in their order.
  case array([JSONValue])
  /// Text, escapes resolved.
  case string(String)
  /// The digits exactly as written, so that no decimal is rounded on the way.
  case number(String)
  /// `true` or `false`.
  case bool(Bool)
  /// `null`.
  case null

  /// The member of an object, or `nil` when there is none or this is no object.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The members when this is an object.
  public var object: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements when this is an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text when this is a string.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The digits when this is a number.
  public var numberText: String? {
    if case .number(let text) = self { text } else { nil }
  }

  /// The value when this is a number without fraction or exponent that fits.
  public var int64: Int64? {
    if case .number(let text) = self { Int64(text) } else { nil }
  }

  /// The value when this is `true` or `false`.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// True for `null`.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// What it is in words, for messages: `an object`, `a string`, ...
  public var kind: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .bool: "a boolean"
    case .null: "null"
    }
  }
}

extension JSONValue: Equatable {
  /// Same tree: members in the same order, numbers with the same digits.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    case (.array(let left), .array(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    case (.object, _), (.array, _), (.string, _), (.number, _), (.bool, _), (.null, _): false
    }
  }
}
