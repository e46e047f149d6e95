import Desk
import Foundation
import Ingest
import Platform
import Primitives
import Testing
import Trading

@Suite("The event codec refuses")
struct EventCodecErrorTests {
  private let codec: EventCodec

  init() throws {
    codec = EventCodec(instruments: try #require(CodecFixtures.book))
  }

  private func payload(_ event: Event) -> [UInt8] {
    var writer = JSONWriter()
    codec.encode(event, into: &writer)
    return writer.takeBytes()
  }

  private func error(_ type: String, _ text: String, version: Int = 1) -> CodecError? {
    do throws(CodecError) {
      _ = try codec.decode(type: type, version: version, payload: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test("a payload of a newer program, by its version")
  func newer() {
    #expect(error("tape_ended", "{}", version: 2)?.code == .newer)
    #expect(error("tape_ended", #"{"rows":1}"#, version: 0)?.code == .badValue)
  }

  @Test("a type it does not know")
  func unknownType() {
    #expect(error("order_teleported", "{}")?.code == .unknownType)
  }

  @Test("a symbol that is no longer in the instruments file, by its field and name")
  func unknownSymbol() throws {
    let text = #"{"payment_id":"f","symbol":"GONE","amount":"1","rate":"1","at_ns":1}"#
    let fault = try #require(error("funding_booked", text))
    #expect(fault == CodecError(.unknownSymbol, field: "symbol", ""))
    #expect(fault.description == "symbol: GONE is not in the instruments file")
  }

  @Test("a missing, null, mistyped or impossible field, by its path")
  func fields() throws {
    #expect(error("tape_ended", "{}") == CodecError(.missing, field: "rows", ""))
    #expect(error("tape_ended", #"{"rows":null}"#) == CodecError(.missing, field: "rows", ""))
    #expect(error("tape_ended", #"{"rows":"1"}"#) == CodecError(.wrongType, field: "rows", ""))
    #expect(error("tape_ended", #"{"rows":1.5}"#) == CodecError(.wrongType, field: "rows", ""))
    let beyond = #"{"rows":9223372036854775808}"#
    #expect(error("tape_ended", beyond) == CodecError(.wrongType, field: "rows", ""))
    let id = "ord-00000000000000000000000001"
    let numbers = #"{"order_id":"\#(id)","bid":99.5,"ask":"1"}"#
    #expect(error("order_handed_off", numbers) == CodecError(.wrongType, field: "bid", ""))
    let precise = #"{"order_id":"\#(id)","bid":"0.0000000000001","ask":"1"}"#
    #expect(error("order_handed_off", precise) == CodecError(.badValue, field: "bid", ""))
    let foreign = #"{"order_id":"someone's","reason":"EXPIRED"}"#
    #expect(error("order_cancelled", foreign) == CodecError(.badValue, field: "order_id", ""))
    let reason = #"{"order_id":"\#(id)","reason":"BORED"}"#
    #expect(error("order_cancelled", reason) == CodecError(.badValue, field: "reason", ""))
    let nested = String(
      decoding: payload(
        CodecFixtures.mark(
          [CodecFixtures.position(.open, known: true), CodecFixtures.position(.open, known: true)],
          ratio: 1)), as: UTF8.self)
    let last = try #require(nested.range(of: #""quantity":"1""#, options: .backwards))
    let broken = nested.replacingCharacters(in: last, with: #""quantity":"one""#)
    #expect(error("account_marked", broken) == CodecError(.badValue, field: "positions[1].quantity", ""))
  }

  @Test("what is not one JSON object", arguments: ["", "[]", "1", "{\"rows\":1}x", "{\"rows\":1", "\u{1}"])
  func malformed(_ text: String) {
    #expect(error("tape_ended", text)?.code == .malformed)
  }

  @Test("a payload cut off anywhere")
  func truncated() {
    for event in CodecFixtures.events {
      let whole = payload(event)
      for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 400)) {
        #expect(throws: CodecError.self) {
          try codec.decode(type: codec.type(of: event), version: 1, payload: Array(whole[..<length]))
        }
      }
    }
  }

  @Test("or reads, but never crashes on, payloads with bytes changed, removed and repeated")
  func mutated() {
    var random = SeededGenerator(seed: 20_240_229)
    var refused = 0
    for event in CodecFixtures.events where codec.type(of: event) != "fact_refused" {
      let type = codec.type(of: event)
      let whole = payload(event)
      for _ in 0..<200 {
        var bytes = whole
        for _ in 0...random.below(3) { mutate(&bytes, &random) }
        do throws(CodecError) {
          let read = try codec.decode(type: type, version: 1, payload: bytes)
          // What is read is an event like any other: it can be written again.
          let isWhole = try decodes(read)
          #expect(isWhole)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 1_000)
  }

  private func decodes(_ event: Event) throws(CodecError) -> Bool {
    let bytes = payload(event)
    return payload(try codec.decode(type: codec.type(of: event), version: 1, payload: bytes)) == bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int(random.below(UInt64(bytes.count)))
    switch random.below(4) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes[place] ^= 1 << UInt8(random.below(8))
    case 2: bytes.remove(at: place)
    default: bytes.insert(bytes[Int(random.below(UInt64(bytes.count)))], at: place)
    }
  }
}
