extension Timestamp: CustomStringConvertible {
  /// RFC 3339 text, see ``rfc3339``.
  public var description: String { rfc3339 }

  /// RFC 3339 text in UTC with 3, 6 or 9 fraction digits, the fewest that lose nothing:
  /// `2024-08-08T23:54:16.560Z`.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    append(rfc3339To: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 3339 text in UTC with always 6 fraction digits, the rest cut off toward the past.
  public var rfc3339Micros: String {
    var bytes: [UInt8] = []
    append(rfc3339MicrosTo: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text of ``rfc3339``, at most 30 bytes.
  public func append(rfc3339To bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 30) { output in
      let fraction = appendSecond(to: &output)
      if fraction % 1_000_000 == 0 {
        DecimalText.append(fraction / 1_000_000, width: 3, to: &output)
      } else if fraction % 1_000 == 0 {
        DecimalText.append(fraction / 1_000, width: 6, to: &output)
      } else {
        DecimalText.append(fraction, width: 9, to: &output)
      }
      output.append(UInt8(ascii: "Z"))
    }
  }

  /// Appends the text of ``rfc3339Micros``, 27 bytes.
  public func append(rfc3339MicrosTo bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 27) { output in
      DecimalText.append(appendSecond(to: &output) / 1_000, width: 6, to: &output)
      output.append(UInt8(ascii: "Z"))
    }
  }

  /// Appends everything up to and including the point; answers the nanoseconds after it.
  private func appendSecond(to output: inout OutputSpan<UInt8>) -> UInt64 {
    let date = CivilDate(daysSince1970: utcDay)
    let second = Int(seconds) - utcDay * 86_400
    // Wrapping, since the whole second may begin before the range does.
    let fraction = nanoseconds &- seconds &* Nanos.perSecond
    DecimalText.append(UInt64(date.year), width: 4, to: &output)
    Self.append(date.month, after: "-", to: &output)
    Self.append(date.day, after: "-", to: &output)
    Self.append(second / 3_600, after: "T", to: &output)
    Self.append(second / 60 % 60, after: ":", to: &output)
    Self.append(second % 60, after: ":", to: &output)
    output.append(UInt8(ascii: "."))
    return UInt64(fraction)
  }

  @inline(__always)
  private static func append(
    _ part: Int, after mark: Unicode.Scalar, to output: inout OutputSpan<UInt8>
  ) {
    output.append(UInt8(ascii: mark))
    output.append(UInt8(ascii: "0") + UInt8(part / 10))
    output.append(UInt8(ascii: "0") + UInt8(part % 10))
  }
}
