/// The header row of a tape.
struct TapeHeader {
  /// Column names in lower case.
  let columns: [String]
  /// What the tape holds; nil when the columns are none of the known ones.
  let kind: TapeKind?
  /// The row as a message may show it.
  let shown: String

  init(_ line: ArraySlice<UInt8>) {
    // Some programs write a byte order mark before the text.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = line.starts(with: mark) ? line.dropFirst(mark.count) : line
    shown = RowFault.harmless(text, limit: 120)
    columns = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
      String(decoding: field.filter { $0 > UInt8(ascii: " ") }, as: UTF8.self).lowercased()
    }
    kind = TapeKind(columns: columns)
  }
}

extension TapeLines {
  /// Rows looked at for the length of a candle.
  static let spacingRows = 16

  /// The shortest step between the times of the next rows, which stay unread; nil when there are less
  /// than two good times.
  ///
  /// The shortest and not the first, so that a gap behind the first row does no harm.
  mutating func shortestStepNanos(kind: TapeKind) throws(TapeError) -> Int64? {
    try fillForLookAhead()
    var shortest: Int64?
    var previous: Int64?
    let rows = buffer[ahead].split(separator: UInt8(ascii: "\n"), maxSplits: Self.spacingRows)
    for row in rows.prefix(Self.spacingRows) {
      var cursor = RowCursor(row.startIndex..<row.endIndex)
      guard let written = try? cursor.whole(buffer.span),
        let time = try? RowDecoder.nanos(written, kind)
      else { continue }
      if let previous, time > previous {
        let step = time - previous
        if step <= RowDecoder.longestLeapNanos { shortest = min(shortest ?? step, step) }
      }
      previous = time
    }
    return shortest
  }
}
