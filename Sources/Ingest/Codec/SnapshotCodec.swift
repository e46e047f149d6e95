public import Desk
internal import Platform
internal import Primitives
internal import Sync
public import Trading

/// The durable state of an account as bytes, and their hash.
///
/// The bytes are canonical: equal states give equal bytes on every machine, so that two folds of one
/// journal are compared by 64 characters.
public struct SnapshotCodec: Sendable {
  /// The snapshot version this program writes; it reads all up to it.
  public static let version: Int64 = 2

  private let instruments: InstrumentBook

  /// A codec for the instruments of today's file.
  public init(instruments: InstrumentBook) { self.instruments = instruments }

  /// SHA-256 of the canonical bytes, 64 hexadecimal digits.
  public func stateHash(_ state: AccountState) -> String {
    SHA256.hexadecimal(of: SHA256.hash(encode(state)))
  }

  /// SHA-256 of a snapshot as it was stored, of whatever version: equal to the hash stored beside it, or
  /// the bytes are not those that were written.
  public func hash(ofStored payload: [UInt8]) -> String {
    SHA256.hexadecimal(of: SHA256.hash(payload))
  }

  /// The state's canonical bytes, one JSON object. Its instruments must be of this codec's book.
  public func encode(_ state: AccountState) -> [UInt8] {
    var writer = JSONWriter(reservingBytes: 4_096)
    writer.beginObject()
    writer.field("version", Self.version)
    writer.key("session")
    if let session = state.session {
      writer.beginObject()
      session.encodeMembers(into: &writer)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("orders")
    writer.beginArray()
    for order in state.orders.orders { order.encode(into: &writer, instruments) }
    writer.endArray()
    writer.key("positions")
    writer.beginArray()
    // By name: the order of the instruments file must not show.
    let positions = state.positions.all.sorted { symbol(of: $0) < symbol(of: $1) }
    for position in positions { position.encode(into: &writer, instruments) }
    writer.endArray()
    writer.key("entry_rate")
    state.entryRate.encode(into: &writer)
    encode(state.alerts, into: &writer)
    writer.key("trade_ids")
    writer.beginArray()
    for (id, _) in state.tradeIDs { writer.string(id.text) }
    writer.endArray()
    writer.field("last_fill_at_ns", nanos: state.lastFillAt)
    writer.field("last_mark_at_ns", nanos: state.lastMarkAt)
    writer.field("last_sync_mark_at_ns", nanos: state.lastSyncMarkAt)
    writer.field("peak_equity", state.peakEquity)
    writer.field("tape_ended", state.tapeEnded)
    writer.key("trading")
    state.trading.encode(into: &writer)
    writer.field("operator_commands", state.commandCount)
    writer.endObject()
    return writer.takeBytes()
  }

  /// The state of canonical bytes.
  ///
  /// - Parameter maxOrders: cap of the order table, as the desk's settings have it.
  /// - Throws: `.newer` for the snapshot of a newer program, else what is wrong with which field.
  public func decode(_ bytes: [UInt8], maxOrders: Int) throws(CodecError) -> AccountState {
    var reader = try FieldReader(bytes)
    let version = try reader.int64("version")
    guard version <= Self.version else {
      throw CodecError(
        .newer, field: "version",
        "the snapshot has version \(version), this program reads up to \(Self.version)")
    }
    guard version >= 1 else { throw reader.bad("version", "a version is at least 1") }
    let book = instruments
    var session: SessionStart?
    if var object = try reader.optionalObject("session") { session = try SessionStart(from: &object) }
    let orders = try reader.objects("orders") { (element) throws(CodecError) in
      try Order.decode(from: &element, book)
    }
    let positions = try reader.objects("positions") { (element) throws(CodecError) in
      try Position(from: &element, book)
    }
    var entryRate = try reader.object("entry_rate")
    return AccountState(
      instruments: instruments, maxOrders: maxOrders, session: session, orders: orders,
      positions: positions, entryRate: try RateWindow(from: &entryRate),
      alerts: try decodeAlerts(from: &reader), tradeIDs: try decodeTradeIDs(from: &reader),
      lastFillAt: try reader.optionalMoment("last_fill_at_ns"),
      lastMarkAt: try reader.optionalMoment("last_mark_at_ns"),
      lastSyncMarkAt: try reader.optionalMoment("last_sync_mark_at_ns"),
      peakEquity: try reader.decimal("peak_equity"), tapeEnded: try reader.flag("tape_ended"),
      trading: try TradingControl("trading", of: &reader),
      commandCount: try decodeCommandCount(from: &reader))
  }

  private func symbol(of position: Position) -> Symbol { instruments[position.instrument].symbol }

  private func encode(_ alerts: AlertBook, into writer: inout JSONWriter) {
    writer.field("alerts_raised", alerts.raisedCount)
    writer.key("alerts_firing")
    encode(alerts.firing, into: &writer)
    writer.key("alerts_happened")
    encode(alerts.happenings, into: &writer)
  }

  private func encode(_ alerts: [Alert], into writer: inout JSONWriter) {
    writer.beginArray()
    for alert in alerts {
      writer.beginObject()
      alert.encodeMembers(into: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  private func decodeAlerts(from reader: inout FieldReader) throws(CodecError) -> AlertBook {
    let raised = try reader.int64("alerts_raised")
    guard (0...(1 << 53)).contains(raised) else { throw reader.bad("alerts_raised", "not a count") }
    let firing = try reader.objects("alerts_firing") { (element) throws(CodecError) in
      try Alert(from: &element)
    }
    return AlertBook(
      firing: firing, happenings: try decodeHappenings(from: &reader), raisedCount: raised)
  }

  /// Version 1 had none: a happening was not kept.
  private func decodeHappenings(from reader: inout FieldReader) throws(CodecError) -> [Alert] {
    switch reader.find("alerts_happened") {
    case nil: return []
    default:
      return try reader.objects("alerts_happened") { (element) throws(CodecError) in
        try Alert(from: &element)
      }
    }
  }

  private func decodeCommandCount(from reader: inout FieldReader) throws(CodecError) -> Int64 {
    let count = try reader.optionalInt64("operator_commands") ?? 0
    guard (0...(1 << 53)).contains(count) else {
      throw reader.bad("operator_commands", "not a count")
    }
    return count
  }

  private func decodeTradeIDs(from reader: inout FieldReader) throws(CodecError) -> [TradeKey] {
    try reader.list("trade_ids") { (value, path) throws(CodecError) -> TradeKey in
      guard case .text(let text) = value else {
        throw CodecError(.wrongType, field: path, "must be a text")
      }
      return TradeKey(text: text)
    }
  }
}
