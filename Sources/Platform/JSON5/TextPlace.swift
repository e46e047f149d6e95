/// A place in a text as an editor counts it.
public struct TextPlace: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1; lines end with LF, CR or both.
  public let line: Int
  /// The character within the line, from 1.
  public let column: Int

  /// Memberwise.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The place of a byte of a text; one past the end stands for the end.
  public init(of offset: Int, in bytes: [UInt8]) {
    var line = 1
    var column = 1
    for index in 0..<max(0, min(offset, bytes.count)) {
      let byte = bytes[index]
      let isBreak =
        byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r") && !(index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n"))
      if isBreak {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        // Bytes that go on with a character count nothing.
        column += 1
      }
    }
    self.line = line
    self.column = column
  }

  /// `LINE:COLUMN`.
  public var description: String { "\(line):\(column)" }
}
