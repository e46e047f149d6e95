internal import Primitives
internal import Trading

/// Lines and decoder of a tape together, and what became of its rows: what one row costs happens here, inside
/// one value.
struct TapeScan {
  var lines: TapeLines
  /// Names of the header's columns.
  let columns: [String]
  /// Data row of the event last given, from 1; 0 before the first.
  private(set) var row: Int64 = 0
  /// Data rows read so far, bad ones counted.
  private(set) var rowsRead: Int64 = 0
  /// Bad rows so far.
  private(set) var badRowCount: Int64 = 0
  /// The first bad rows.
  private(set) var badRows: [BadRow] = []
  private var decoder: RowDecoder

  init(lines: TapeLines, columns: [String], decoder: RowDecoder) {
    self.lines = lines
    self.columns = columns
    self.decoder = decoder
  }

  /// The next event; nil at the end.
  @inline(__always)
  mutating func next() throws(TapeError) -> MarketEvent? {
    while let line = try lines.next(rows: rowsRead) {
      rowsRead += 1
      guard case .bytes(let range) = line else {
        note(RowFault(.overlong), 0..<0)
        continue
      }
      do throws(RowFault) {
        let event = try decoder.event(lines.buffer.span, range)
        decoder.earliest = event.at.nanoseconds
        row = rowsRead
        return event
      } catch {
        note(error, range)
      }
    }
    return nil
  }

  /// Appends events to a block until it is full or the tape ends.
  mutating func fill(_ block: inout TapeBlock) throws(TapeError) {
    while !block.isFull, let event = try next() { block.append(event, row: row) }
  }

  @inline(never)
  private mutating func note(_ fault: RowFault, _ range: Range<Int>) {
    badRowCount += 1
    guard badRows.count < TapeReader.badRowCap else { return }
    let reason = fault.reason(line: lines.buffer[range], columns: columns)
    badRows.append(BadRow(lineNumber: lines.lineNumber, row: rowsRead, reason: reason))
  }
}
