import Primitives

/// Reads a session's requests one after the other.
public struct PaperCursor: ~Copyable {
  private let select: SQLiteStatement
  private let codec: PaperCodec
  private let path: String
  private var isAtEnd = false

  init(_ select: SQLiteStatement, codec: PaperCodec, path: String) {
    self.select = select
    self.codec = codec
    self.path = path
  }

  /// The next request; nil at the end.
  public mutating func next() throws(JournalError) -> PaperRequest? {
    guard !isAtEnd else { return nil }
    do throws(SQLiteError) {
      guard try select.step() else {
        select.reset()
        isAtEnd = true
        return nil
      }
    } catch { throw JournalError(error, reading: path) }
    do {
      return PaperRequest(
        tapeRow: select.int64(1), at: Timestamp(nanoseconds: select.int64(2)),
        request: try codec.decode(kind: select.text(3), payload: select.bytes(4)))
    } catch {
      throw JournalError(
        .unreadable,
        "Request \(select.int64(0)) of \(path) cannot be understood: \(error). Start with the instruments "
          + "file that wrote it.")
    }
  }
}
