public import Platform
import Primitives

/// How far `verify` found a store equal, and of which server and which state of it that was said.
public struct Equality: Sendable, Hashable {
  /// Number of the last event compared.
  let seq: Int64
  /// Wall time of that event, nanoseconds since 1970: a journal restored from a backup has another one there.
  let recordedAt: Int64
  /// By what the server is known, see `StoreInspector.firstMigration`.
  let server: Int64
  /// How often the store had been written anew.
  let rewrites: Int64
  /// When it was found, wall time.
  let at: Timestamp
}

/// `verified.json` in the data directory: what `verify` leaves for whoever cuts the journal.
///
/// A file and not a row of the journal: only the service's one connection writes that. A second writer that
/// hangs would hold up commits.
public enum EqualityRecord {
  private static let maxBytes = 65_536

  /// Keeps what a comparison found, in the place of what was kept of the same store.
  static func keep(_ equality: Equality, store: String, directory: String) throws(FileError) {
    var all = read(directory: directory)
    all[store] = equality
    var writer = JSONWriter()
    writer.beginObject()
    for (store, equality) in all.sorted(by: { $0.key < $1.key }) {
      writer.key(store)
      writer.beginObject()
      writer.field("seq", equality.seq)
      writer.field("recorded_at", equality.recordedAt)
      writer.field("server", equality.server)
      writer.field("rewrites", equality.rewrites)
      writer.field("at", equality.at.nanoseconds)
      writer.endObject()
    }
    writer.endObject()
    try Files.writeAtomically(writer.takeBytes() + [UInt8(ascii: "\n")], to: path(directory))
  }

  /// What is kept, by store; nothing when there is no file, or none of this form.
  static func read(directory: String) -> [String: Equality] {
    guard let bytes = try? Files.read(path(directory), maxBytes: maxBytes),
      let object = (try? JSONParser.parse(bytes))?.object
    else { return [:] }
    var found: [String: Equality] = [:]
    for (store, value) in object {
      guard let seq = value["seq"]?.int64, let recordedAt = value["recorded_at"]?.int64,
        let server = value["server"]?.int64, let rewrites = value["rewrites"]?.int64,
        let at = value["at"]?.int64
      else { continue }
      found[store] = Equality(
        seq: seq, recordedAt: recordedAt, server: server, rewrites: rewrites,
        at: Timestamp(nanoseconds: at))
    }
    return found
  }

  private static func path(_ directory: String) -> String { directory + "/verified.json" }
}

extension VerifyReport {
  /// Leaves in the data directory how far the store was found equal, for the journal's retention.
  ///
  /// - Returns: false when that cannot be said: something differs, or only some days were compared.
  @discardableResult
  public func keepEquality(directory: String) throws(FileError) -> Bool {
    guard isEqual, let equality else { return false }
    try EqualityRecord.keep(equality, store: store, directory: directory)
    return true
  }
}

extension JournalReader {
  /// Whether what was found of a store is still said of the server that is written to, as it is now, and of
  /// this journal.
  func holds(_ equality: Equality, store: String) throws(JournalError) -> Bool {
    guard try cursor(WriterThread.serverCursor(store)) == equality.server, equality.server != 0,
      try cursor(WriterThread.rewritesCursor(store)) == equality.rewrites
    else { return false }
    // What was cut since allows no further cut: it need not be there to be looked at.
    if let cut = try cut(), equality.seq <= cut.seq { return true }
    return try recordedAt(seq: equality.seq) == equality.recordedAt
  }
}
