import Ingest
import Platform
import Primitives
import Trading

/// An event as the stream sends it: its number, its time and its payload as the journal has it.
enum StreamEncoder {
  static func encode(_ journaled: JournaledEvent, book: InstrumentBook) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("seq", journaled.seq)
    writer.field("at", journaled.at)
    writer.field("session_id", journaled.session.text)
    writer.field("type", journaled.type)
    writer.key("payload")
    EventCodec(instruments: book).encode(journaled.event, into: &writer)
    writer.endObject()
    return writer.bytes
  }
}
