internal import Glibc

/// The lines of a tape one after the other, as ranges of one reused buffer.
struct TapeLines {
  /// The longest line accepted, bytes; a longer one is reported as overlong and passed over.
  static let longestLine = TapeFile.blockBytes

  /// The longest line passed over, bytes: more than that without a line end, as in a file of zeros, is an
  /// error. A compressed one would be a thousand times as long as its file.
  static let longestPassedOver = 16 << 20

  /// A line that is not blank.
  enum Line: Equatable {
    /// Its bytes in `buffer`, without the line end.
    case bytes(Range<Int>)
    /// It is longer than `longestLine`.
    case overlong
  }

  let file: TapeFile
  private(set) var buffer = [UInt8](repeating: 0, count: longestLine)
  /// Number of the line last given out, from 1, blank ones counted.
  private(set) var lineNumber: Int64 = 0
  private var unread = 0..<0
  private var isAtEnd = false

  init(file: TapeFile) {
    self.file = file
  }

  /// The next line that is not blank; nil at the end. `rows` goes into the message of an error.
  @inline(__always)
  mutating func next(rows: Int64) throws(TapeError) -> Line? {
    while true {
      if let end = lineEnd() {
        let line = trimmed(unread.lowerBound..<end)
        unread = (end + 1)..<unread.upperBound
        lineNumber += 1
        if !line.isEmpty { return .bytes(line) }
      } else if isAtEnd {
        guard !unread.isEmpty else { return nil }
        let line = trimmed(unread)
        unread = unread.upperBound..<unread.upperBound
        lineNumber += 1
        return line.isEmpty ? nil : .bytes(line)
      } else if unread.count == buffer.count {
        try passOver(rows: rows)
        return .overlong
      } else {
        try fill(rows: rows)
      }
    }
  }

  /// What is in the buffer and not yet given out: lines ahead, for a look at the spacing of rows.
  var ahead: Range<Int> { unread }

  /// Fills at least half of the buffer with lines not yet given out, unless the tape ends before.
  mutating func fillForLookAhead() throws(TapeError) {
    while !isAtEnd, unread.count < buffer.count / 2 { try fill(rows: 0) }
  }

  private func lineEnd() -> Int? {
    let (start, count) = (unread.lowerBound, unread.count)
    guard count > 0 else { return nil }
    return unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      let found = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), count)
      return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
    }
  }

  /// Without spaces, tabs and carriage returns at the end.
  @inline(__always)
  private func trimmed(_ line: Range<Int>) -> Range<Int> {
    var end = line.upperBound
    while end > line.lowerBound, Self.isBlank(buffer[end - 1]) { end -= 1 }
    return line.lowerBound..<end
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\r") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private mutating func fill(rows: Int64) throws(TapeError) {
    if unread.lowerBound > 0 {
      let (start, count) = (unread.lowerBound, unread.count)
      unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        _ = unsafe memmove(base, base + start, count)
      }
      unread = 0..<count
    }
    let count = try file.read(into: &buffer, from: unread.upperBound, rows: rows)
    if count == 0 { isAtEnd = true }
    unread = unread.lowerBound..<(unread.upperBound + count)
  }

  /// Drops everything up to and including the next line end.
  private mutating func passOver(rows: Int64) throws(TapeError) {
    lineNumber += 1
    var passed = 0
    while true {
      if let end = lineEnd() {
        unread = (end + 1)..<unread.upperBound
        return
      }
      passed += unread.count
      guard passed <= Self.longestPassedOver else {
        throw .endlessLine(file.path, line: lineNumber, bytes: Self.longestPassedOver)
      }
      unread = 0..<0
      if isAtEnd { return }
      try fill(rows: rows)
    }
  }
}
