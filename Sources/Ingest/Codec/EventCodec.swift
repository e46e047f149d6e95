public import Desk
public import Platform
internal import Sync
public import Trading

/// Events as the journal holds them: a type, a payload version and a JSON object.
///
/// Every event reads back equal. Decimals are texts, times whole nanoseconds, instruments stand by name,
/// so that neither a reader's doubles nor a changed instruments file can alter what was journaled. A
/// field added later is optional to read; a change of meaning gets a higher version.
public struct EventCodec: Sendable {
  private let instruments: InstrumentBook

  /// A codec for the instruments of today's file.
  public init(instruments: InstrumentBook) { self.instruments = instruments }

  /// The event's name in the journal: stable, snake case, one for each thing that can happen.
  public func type(of event: Event) -> String { EventType(of: event).rawValue }

  /// The payload version `encode` writes for it.
  public func version(of event: Event) -> Int { EventType(of: event).version }

  /// Writes the event's payload, one JSON object. Its instruments must be of this codec's book.
  public func encode(_ event: Event, into writer: inout JSONWriter) {
    writer.beginObject()
    switch event {
    case .sessionStarted(let start): start.encodeMembers(into: &writer)
    case .signalDecided(let decision): decision.encodeMembers(into: &writer, instruments)
    case .order(let id, let change):
      writer.field("order_id", id.description)
      change.encodeMembers(into: &writer)
    case .filled(let booking): booking.encodeMembers(into: &writer, instruments)
    case .fundingBooked(let payment): payment.encodeMembers(into: &writer, instruments)
    case .marked(let mark): mark.encodeMembers(into: &writer, instruments)
    case .alert(let alert): alert.encodeMembers(into: &writer)
    case .factRefused(let reason): writer.field("reason", reason)
    case .tapeEnded(let rows): writer.field("rows", rows)
    case .operatorCommanded(let record): record.encodeMembers(into: &writer, instruments)
    }
    writer.endObject()
  }

  /// The event of a payload.
  ///
  /// - Throws: `.newer` when the type's version is higher than this program knows, `.unknownType` for a
  ///   type it does not know at all, else what is wrong with which field.
  public func decode(type: String, version: Int, payload: [UInt8]) throws(CodecError) -> Event {
    guard let type = EventType(rawValue: type) else {
      throw CodecError(.unknownType, field: "type", "no event of this type is known")
    }
    guard version <= type.version else {
      throw CodecError(
        .newer, field: "version",
        "\(type.rawValue) has version \(version), this program reads up to \(type.version)")
    }
    guard version >= 1 else {
      throw CodecError(.badValue, field: "version", "a version is at least 1")
    }
    var reader = try FieldReader(payload)
    switch type {
    case .sessionStarted: return .sessionStarted(try SessionStart(from: &reader))
    case .signalDecided: return .signalDecided(try SignalDecision(from: &reader, instruments))
    case .fillBooked: return .filled(try FillBooking(from: &reader, instruments))
    case .fundingBooked: return .fundingBooked(try FundingPayment(from: &reader, instruments))
    case .accountMarked: return .marked(try AccountMark(from: &reader, instruments))
    case .alertChanged: return .alert(try Alert(from: &reader))
    case .factRefused: return .factRefused(try reader.text("reason"))
    case .tapeEnded: return .tapeEnded(rows: try reader.int64("rows"))
    case .operatorCommanded:
      return .operatorCommanded(try OperatorRecord(from: &reader, instruments))
    case .orderHandedOff, .orderSentAgain, .orderAccepted, .orderFailed, .orderOutcomeUnknown,
      .orderCancelRequested, .orderCancelRejected, .orderCancelled:
      let id = try reader.orderID("order_id")
      return .order(id, try Self.orderEvent(type, from: &reader))
    }
  }

  private static func orderEvent(
    _ type: EventType, from reader: inout FieldReader
  ) throws(CodecError) -> OrderEvent {
    switch type {
    case .orderHandedOff:
      return .handedOff(bid: try reader.decimal("bid"), ask: try reader.decimal("ask"))
    case .orderSentAgain: return .sentAgain
    case .orderAccepted: return .accepted(try reader.identifier("exchange_order_id"))
    case .orderFailed: return .failed(try VenueError(from: &reader))
    case .orderOutcomeUnknown: return .outcomeUnknown(reason: try reader.text("reason"))
    case .orderCancelRequested: return .cancelRequested(try reader.choice("origin"))
    case .orderCancelRejected: return .cancelRejected(try VenueError(from: &reader))
    case .orderCancelled: return .cancelled(try reader.choice("reason"))
    case .sessionStarted, .signalDecided, .fillBooked, .fundingBooked, .accountMarked, .alertChanged,
      .factRefused, .tapeEnded, .operatorCommanded:
      throw CodecError(.unknownType, field: "type", "\(type.rawValue) is no event of an order")
    }
  }
}
