import Glibc

/// Lines of an open file, read as they come. Of a line that is too long no more than its cap is kept.
struct InputLines {
  /// One line without its end.
  struct Line: Sendable {
    /// At most the cap; nothing of a line that is longer.
    var bytes: [UInt8]
    var isTooLong = false

    /// Whether there is nothing but spaces, tabs and carriage returns.
    var isBlank: Bool { !isTooLong && bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
  }

  private let descriptor: Int32
  private let maxBytes: Int
  private var chunk = [UInt8](repeating: 0, count: 65_536)
  private var unread = 0..<0

  init(descriptor: Int32, maxBytes: Int) {
    self.descriptor = descriptor
    self.maxBytes = maxBytes
  }

  /// The next line, the last one also without an end; nil at the end of the file or when reading fails.
  mutating func next() -> Line? {
    var line = Line(bytes: [])
    var isBegun = false
    while true {
      if unread.isEmpty, !fill() { return isBegun ? line : nil }
      isBegun = true
      let end = chunk[unread].firstIndex(of: UInt8(ascii: "\n"))
      let part = chunk[unread.lowerBound..<(end ?? unread.upperBound)]
      if line.bytes.count + part.count > maxBytes {
        line = Line(bytes: [], isTooLong: true)
      } else if !line.isTooLong {
        line.bytes += part
      }
      unread = (end.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
      if end != nil { return line }
    }
  }

  private mutating func fill() -> Bool {
    while true {
      let got = unsafe read(descriptor, &chunk, chunk.count)
      if got < 0, errno == EINTR { continue }
      unread = 0..<max(got, 0)
      return got > 0
    }
  }
}
