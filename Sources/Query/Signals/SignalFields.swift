internal import Platform
internal import Primitives
internal import Trading

/// The members of a signal's body, read one by one; what is wrong with them is gathered.
///
/// A value of another type, or text that is no number or time, is malformed; one that reads and lies
/// outside what a signal can say is unusable. An optional member that is `null` counts as left out.
struct SignalFields {
  /// Bounds of a decimal member.
  enum DecimalRule {
    /// 0 < value ≤ `Bounds.quantity`, contracts.
    case quantity
    /// 0 < value ≤ `Bounds.price`, quote currency.
    case price
    /// 0...1.
    case confidence
  }

  private let members: [(key: String, value: JSONValue)]
  private(set) var faults: [SignalFault] = []

  init(_ members: [(key: String, value: JSONValue)]) { self.members = members }

  /// At most this many unknown members are named.
  static let unknownCap = 20

  mutating func refuseUnknown() {
    let unknown = members.filter { !SignalRequestParser.known.contains($0.key) }
    let known = SignalRequestParser.known.joined(separator: ", ")
    for member in unknown.prefix(Self.unknownCap) {
      let reason = "unknown field \(Excerpt.of(member.key)); known are \(known)"
      faults.append(
        SignalFault(JSONPointer.of(member.key), "MALFORMED_SIGNAL", malformed: true, reason))
    }
  }

  /// A word of an enumeration, in any case.
  mutating func choice<Choice>(_ name: String, of type: Choice.Type) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let text = text(name) else { return nil }
    if let choice = Choice(rawValue: Excerpt.upperCased(text)) { return choice }
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    unusable(name, "\(name) is one of \(choices), not \(Excerpt.of(text))")
    return nil
  }

  mutating func symbol() -> Symbol? {
    guard let text = text("symbol") else { return nil }
    if let symbol = Symbol(text) { return symbol }
    unusable(
      "symbol", "symbol has 1 to \(Symbol.maxLength) characters of A-Z 0-9 _ . / : -, not \(Excerpt.of(text))"
    )
    return nil
  }

  /// A JSON number or a string with a plain decimal in it, digit for digit. One out of bounds is a fault
  /// and still given back: its row in the history says what was sent.
  mutating func decimal(_ name: String, rule: DecimalRule) -> Fixed? {
    guard let value = value(name) else { return nil }
    guard let text = value.numberText ?? value.string else {
      malformed(name, "\(name) is \(value.kind); a decimal is a number, or a number in quotes")
      return nil
    }
    let decimal: Fixed
    do throws(FixedError) {
      decimal = try Fixed(parsing: text)
    } catch {
      switch error.code {
      case .tooPrecise, .overflow: unusable(name, "\(name): \(error)")
      case .empty, .noDigits, .invalidCharacter, .exponent, .notANumber:
        malformed(name, "\(name): \(error)")
      }
      return nil
    }
    switch rule {
    case .quantity where !Bounds.holds(quantity: decimal):
      unusable(name, "\(name) is above 0 and at most \(Bounds.quantity)")
    case .price where !Bounds.holds(price: decimal):
      unusable(name, "\(name) is above 0 and at most \(Bounds.price)")
    case .confidence where decimal.isNegative || decimal > 1: unusable(name, "\(name) is from 0 to 1")
    case .quantity, .price, .confidence: break
    }
    return decimal
  }

  mutating func timeToLiveMillis() -> Int64? {
    let name = "time_to_live_ms"
    guard let value = value(name) else { return nil }
    guard let number = value.int64 else {
      malformed(name, "\(name) is a whole number of milliseconds")
      return nil
    }
    guard number > 0, number <= SignalRequestParser.maxTimeToLiveMillis else {
      unusable(name, "\(name) is from 1 to \(SignalRequestParser.maxTimeToLiveMillis)")
      return nil
    }
    return number
  }

  mutating func strategyName() -> String? {
    let name = "strategy_name"
    guard let text = text(name) else { return nil }
    let isPlain = !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    if text.utf8.count <= SignalRequestParser.maxNameBytes, isPlain { return text }
    unusable(
      name, "\(name) is at most \(SignalRequestParser.maxNameBytes) bytes without control characters")
    return nil
  }

  mutating func signalID() -> SignalID? {
    let name = "signal_id"
    guard let text = text(name) else { return nil }
    let length = 1...SignalRequestParser.maxSignalIDLength
    if length.contains(text.utf8.count), Excerpt.isPrintable(text) { return SignalID(text) }
    unusable(name, "\(name) is 1 to \(length.upperBound) printable ASCII characters")
    return nil
  }

  mutating func barTime() -> Timestamp? {
    let name = "bar_time"
    guard let text = text(name) else { return nil }
    do throws(TimestampError) { return try Timestamp(rfc3339: text) } catch {
      malformed(name, "\(name) is no RFC 3339 time: \(error)")
      return nil
    }
  }

  /// Named numbers. `Double`: indicators are statistics, not money.
  mutating func indicators() -> [IndicatorValue] {
    let name = "indicator_values"
    guard let value = value(name) else { return [] }
    guard let members = value.object else {
      malformed(name, "\(name) is \(value.kind); it is an object of numbers")
      return []
    }
    guard members.count <= SignalRequestParser.maxIndicators else {
      unusable(name, "\(name) has at most \(SignalRequestParser.maxIndicators) members, not \(members.count)")
      return []
    }
    return members.compactMap { indicator($0.key, $0.value) }
  }

  private mutating func indicator(_ name: String, _ value: JSONValue) -> IndicatorValue? {
    let pointer = JSONPointer.of("indicator_values", name)
    guard let text = value.numberText else {
      let reason = "an indicator value is a number, not \(value.kind)"
      faults.append(SignalFault(pointer, "MALFORMED_SIGNAL", malformed: true, reason))
      return nil
    }
    let isNamed = !name.isEmpty && name.utf8.count <= SignalRequestParser.maxNameBytes
    guard let number = Double(text), number.isFinite, isNamed else {
      let reason =
        "an indicator has a name of 1 to \(SignalRequestParser.maxNameBytes) bytes and a finite value"
      faults.append(SignalFault(pointer, "INVALID_INDICATOR_VALUES", malformed: false, reason))
      return nil
    }
    return IndicatorValue(name: name, value: number)
  }

  // MARK: Members

  /// The member; nil when it is left out, which is a fault for a required one.
  private mutating func value(_ name: String) -> JSONValue? {
    let value = members.first { $0.key == name }?.value
    if let value, !value.isNull { return value }
    if SignalRequestParser.required.contains(name) { malformed(name, "\(name) is required") }
    return nil
  }

  private mutating func text(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.string else {
      malformed(name, "\(name) is \(value.kind); it is a string")
      return nil
    }
    return text
  }

  private mutating func malformed(_ name: String, _ reason: String) {
    faults.append(SignalFault(JSONPointer.of(name), "MALFORMED_SIGNAL", malformed: true, reason))
  }

  private mutating func unusable(_ name: String, _ reason: String) {
    let code = "INVALID_" + name.uppercased()
    faults.append(SignalFault(JSONPointer.of(name), code, malformed: false, reason))
  }
}
