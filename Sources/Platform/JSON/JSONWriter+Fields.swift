public import Primitives

/// A key and its value in one call; `nil` is written as `null`.
extension JSONWriter {
  /// A string member.
  public mutating func field(_ key: StaticString, _ value: String) {
    self.key(key)
    string(value)
  }

  /// A string member or `null`.
  public mutating func field(_ key: StaticString, _ value: String?) {
    self.key(key)
    if let value { string(value) } else { null() }
  }

  /// A whole-number member.
  public mutating func field(_ key: StaticString, _ value: Int) {
    self.key(key)
    int(value)
  }

  /// A whole-number member or `null`.
  public mutating func field(_ key: StaticString, _ value: Int?) {
    self.key(key)
    if let value { int(value) } else { null() }
  }

  /// A whole-number member.
  public mutating func field(_ key: StaticString, _ value: Int64) {
    self.key(key)
    int64(value)
  }

  /// A whole-number member or `null`.
  public mutating func field(_ key: StaticString, _ value: Int64?) {
    self.key(key)
    if let value { int64(value) } else { null() }
  }

  /// A boolean member.
  public mutating func field(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  /// A boolean member or `null`.
  public mutating func field(_ key: StaticString, _ value: Bool?) {
    self.key(key)
    if let value { bool(value) } else { null() }
  }

  /// A number member; `null` when it is not finite.
  public mutating func field(_ key: StaticString, _ value: Double) {
    self.key(key)
    double(value)
  }

  /// A number member or `null`.
  public mutating func field(_ key: StaticString, _ value: Double?) {
    self.key(key)
    if let value { double(value) } else { null() }
  }

  /// A decimal member in quotes.
  public mutating func field(_ key: StaticString, _ value: Fixed) {
    self.key(key)
    decimalString(value)
  }

  /// A decimal member in quotes or `null`.
  public mutating func field(_ key: StaticString, _ value: Fixed?) {
    self.key(key)
    if let value { decimalString(value) } else { null() }
  }

  /// A decimal member as a bare number or `null`.
  public mutating func field(_ key: StaticString, number value: Fixed?) {
    self.key(key)
    if let value { decimalNumber(value) } else { null() }
  }

  /// A moment as an RFC 3339 string.
  public mutating func field(_ key: StaticString, _ value: Timestamp) {
    self.key(key)
    timestamp(value)
  }

  /// A moment as an RFC 3339 string or `null`.
  public mutating func field(_ key: StaticString, _ value: Timestamp?) {
    self.key(key)
    if let value { timestamp(value) } else { null() }
  }

  /// A member encoded before.
  public mutating func field(_ key: StaticString, raw value: [UInt8]) {
    self.key(key)
    raw(value)
  }
}
