internal import Primitives
internal import Trading

/// Lines and decoder of a tape together: what one row costs happens here, inside one value.
struct TapeScan {
  /// What became of a line.
  enum Row {
    /// A good row.
    case event(MarketEvent)
    /// A bad row, and where its bytes stand in the buffer.
    case bad(RowFault, Range<Int>)
  }

  var lines: TapeLines
  var decoder: RowDecoder

  /// The next row that is not blank; nil at the end. `rows` goes into the message of an error.
  @inline(__always)
  mutating func next(rows: Int64) throws(TapeError) -> Row? {
    guard let line = try lines.next(rows: rows) else { return nil }
    guard case .bytes(let range) = line else { return .bad(RowFault(.overlong), 0..<0) }
    do throws(RowFault) {
      let event = try decoder.event(lines.buffer.span, range)
      decoder.earliest = event.at.nanoseconds
      return .event(event)
    } catch {
      return .bad(error, range)
    }
  }
}
