internal import Platform
internal import Primitives
internal import Trading

extension RateWindow {
  /// The largest count of one second that is read back: far above any cap, far below an overflow.
  private static let largestCount: Int64 = 1_000_000_000

  /// Writes the window as an object.
  func encode(into writer: inout JSONWriter) {
    let (newestSecond, counts) = content
    writer.beginObject()
    writer.field("newest_second", newestSecond)
    writer.key("counts")
    writer.beginArray()
    for count in counts { writer.int(count) }
    writer.endArray()
    writer.endObject()
  }

  /// Reads what `encode` wrote.
  init(from reader: inout FieldReader) throws(CodecError) {
    let newestSecond = try reader.int64("newest_second")
    guard Timestamp(seconds: newestSecond) != nil else {
      throw reader.bad("newest_second", "beyond the range of a timestamp")
    }
    let counts = try reader.list("counts") { (value, path) throws(CodecError) -> Int in
      guard case .whole(let count) = value, (0...Self.largestCount).contains(count) else {
        throw CodecError(.badValue, field: path, "must be a count")
      }
      return Int(count)
    }
    guard counts.count == 60 else { throw reader.bad("counts", "must be the counts of 60 seconds") }
    self.init(newestSecond: newestSecond, counts: counts)
  }
}
