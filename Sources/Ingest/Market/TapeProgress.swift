/// How far a tape has been read.
public struct TapeProgress: Sendable, Hashable {
  /// Bytes of the file consumed, compressed where the file is.
  public let bytesRead: Int64
  /// Bytes of the file when it was opened.
  public let fileBytes: Int64
  /// Data rows read, bad ones counted, blank lines not.
  public let rowsRead: Int64
  /// Bad rows among them.
  public let badRowCount: Int64

  /// The part consumed, 0 to 1.
  public var fraction: Double {
    fileBytes > 0 ? min(1, Double(bytesRead) / Double(fileBytes)) : 1
  }
}
