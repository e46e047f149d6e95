import Desk
import Platform
public import Primitives
import Trading

/// Where a journal begins whose oldest events were taken out.
public struct JournalCut: Sendable, Hashable {
  /// The last event taken out: the journal begins with the next.
  public let seq: Int64
  /// Wall time of the first event kept.
  public let beginsAt: Timestamp
  /// Newest wall time among the events taken out, microseconds since 1970: rows with a later `recorded_at`
  /// are made by events that are kept.
  public let writtenThrough: Int64
  /// When it was cut, wall time.
  public let cutAt: Timestamp
  /// When `verify` found each store equal at least that far, by the store's name.
  public let foundEqual: [String: Timestamp]

  /// What a person should know who looks at a store from here on.
  public func sentence(store: String) -> String {
    let begin = "the journal begins at \(beginsAt.rfc3339), event \(seq + 1)"
    guard let equal = foundEqual[store] else {
      return begin + "; older rows were never compared with this store and cannot be any more"
    }
    return begin + "; older rows were found equal on \(equal.rfc3339) and are not looked at again"
  }

  /// `foundEqual` as it is stored.
  var foundEqualText: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (store, at) in foundEqual.sorted(by: { $0.key < $1.key }) {
      writer.key(store)
      writer.int64(at.nanoseconds)
    }
    writer.endObject()
    return writer.takeBytes()
  }

  /// What `foundEqualText` wrote.
  static func foundEqual(_ bytes: [UInt8]) -> [String: Timestamp] {
    var found: [String: Timestamp] = [:]
    for (store, value) in (try? JSONParser.parse(bytes))?.object ?? [] {
      found[store] = value.int64.map { Timestamp(nanoseconds: $0) }
    }
    return found
  }
}

/// An account as it was at the cut: what its events up to there come to.
struct AccountBase: Sendable {
  /// The account.
  let account: AccountID
  /// Its session then.
  let session: SessionID
  /// Its last event taken out, with desk time and the row of the market behind it.
  let last: (seq: Int64, tapeRow: Int64, at: Timestamp)
  /// The signals it decided at that row.
  let signals: [SignalID]
  /// Hash of the state that was written.
  let stateHash: String
  /// The state, JSON.
  let payload: [UInt8]

  /// `signals` as they are stored.
  var signalsText: [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for signal in signals { writer.string(signal.text) }
    writer.endArray()
    return writer.takeBytes()
  }

  /// What `signalsText` wrote.
  static func signals(_ bytes: [UInt8]) -> [SignalID] {
    ((try? JSONParser.parse(bytes))?.array ?? []).compactMap { $0.string.map { SignalID($0) } }
  }
}

/// A cut to make: the journal's thread writes it down in one transaction.
struct CutOrder: Sendable {
  let cut: JournalCut
  let bases: [AccountBase]
  /// Stores that must not need the events any more at that moment either.
  let stores: [String]
}
