import Ingest
import Platform
import Primitives
import Trading

/// An event as the stream sends it: its number, its time and its payload as the journal has it.
struct StreamEncoder {
  let book: InstrumentBook
  /// Events say whose they are: with one account they need not.
  let namesAccounts: Bool

  func encode(_ journaled: JournaledEvent) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("seq", journaled.seq)
    writer.field("at", journaled.at)
    if namesAccounts { writer.field("account_id", journaled.account.text) }
    writer.field("session_id", journaled.session.text)
    writer.field("type", journaled.type)
    writer.key("payload")
    EventCodec(instruments: book).encode(journaled.event, into: &writer)
    writer.endObject()
    return writer.bytes
  }
}
