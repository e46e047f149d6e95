internal import Platform
internal import Primitives
internal import Trading

extension JSONWriter {
  /// Nanoseconds since 1970: exact, and shorter than text.
  mutating func field(_ key: StaticString, nanos value: Timestamp) { field(key, value.nanoseconds) }

  /// Nanoseconds since 1970 or `null`.
  mutating func field(_ key: StaticString, nanos value: Timestamp?) { field(key, value?.nanoseconds) }

  /// 26 characters of base 32.
  mutating func field(_ key: StaticString, _ value: Digest128) { field(key, value.text) }

  /// The instrument by name, never by its place in the book.
  mutating func field(
    _ key: StaticString, _ instrument: InstrumentIndex, in instruments: InstrumentBook
  ) {
    field(key, instruments[instrument].symbol.text)
  }

  /// A number that reads back bit for bit; what JSON has no number for stands as text.
  mutating func field(_ key: StaticString, exactly value: Double) {
    if value.isFinite {
      // The sign of a zero would be lost in a whole number.
      if value == 0, value.sign == .minus { field(key, raw: Array("-0.0".utf8)) } else { field(key, value) }
    } else {
      field(key, value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
    }
  }
}
