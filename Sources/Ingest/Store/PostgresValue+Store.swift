extension PostgresValue {
  /// The text; nil for anything else.
  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The whole number; nil for anything else.
  var int64: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// True only for a true bool.
  var isTrue: Bool { self == .bool(true) }
}
