/// A value of a result row.
///
/// Types without a case of their own come as text: numeric as its digits, uuid in its canonical form,
/// anything else unknown as `\x` and hexadecimal digits.
public enum PostgresValue: Hashable, Sendable {
  /// NULL.
  case null
  /// bool.
  case bool(Bool)
  /// int2, int4, int8, oid.
  case integer(Int64)
  /// float4, float8.
  case real(Double)
  /// timestamp, timestamptz, date: microseconds since 1970 UTC.
  case timestamp(Int64)
  /// Text of any kind; bytes that are no UTF-8 are replaced by U+FFFD.
  case text(String)
}
