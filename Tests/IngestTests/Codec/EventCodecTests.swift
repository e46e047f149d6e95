import Desk
import Ingest
import Platform
import Primitives
import Sync
import Testing
import Trading

@Suite("The event codec")
struct EventCodecTests {
  private let codec: EventCodec

  init() throws {
    codec = EventCodec(instruments: try #require(CodecFixtures.book))
  }

  private func payload(_ event: Event) -> [UInt8] {
    var writer = JSONWriter()
    codec.encode(event, into: &writer)
    return writer.takeBytes()
  }

  private func decode(_ event: Event, _ payload: [UInt8]) throws(CodecError) -> Event {
    try codec.decode(type: codec.type(of: event), version: codec.version(of: event), payload: payload)
  }

  @Test("every event reads back equal, whatever its texts, numbers and missing values")
  func roundTrip() throws {
    for event in CodecFixtures.events {
      let written = payload(event)
      let read = try decode(event, written)
      #expect(read == event)
      // Equality takes two spellings of one text for equal; the bytes do not.
      #expect(payload(read) == written)
    }
  }

  @Test("what an exit leaves open is written only where there is some, and read back")
  func leftOpen() throws {
    let signal = try #require(CodecFixtures.signals.first)
    func decision(_ leftOpen: Fixed) -> Event {
      .signalDecided(
        SignalDecision(
          signal: signal, key: IdempotencyKey(text: "k", rule: .content),
          fingerprint: Digest128(high: 1, low: 1), intentID: CodecFixtures.intent,
          outcome: .ordered(CodecFixtures.order()), bid: 1, ask: 2, leftOpen: leftOpen))
    }
    for leftOpen in [Fixed(mantissa: 1), 0] {
      let written = payload(decision(leftOpen))
      #expect(try decode(decision(leftOpen), written) == decision(leftOpen))
      #expect(String(decoding: written, as: UTF8.self).contains("left_open") == !leftOpen.isZero)
    }
  }

  @Test("every payload is JSON that any reader accepts")
  func json() throws {
    for event in CodecFixtures.events where codec.type(of: event) != "fact_refused" {
      #expect(try JSONParser.parse(payload(event)).object != nil)
    }
  }

  @Test("a number that is none reads back as such")
  func notANumber() throws {
    let symbol = try #require(Symbol("X"))
    let signal = Signal(
      type: .entry, symbol: symbol, side: .buy, quantity: 1,
      indicatorValues: [
        IndicatorValue(name: "a", value: .nan), IndicatorValue(name: "b", value: -0.0),
      ], source: .api)
    let event = CodecFixtures.decision(.noted, signal: signal)
    guard case .signalDecided(let read) = try decode(event, payload(event)) else {
      Issue.record("another event")
      return
    }
    #expect(read.signal.indicatorValues[0].value.isNaN)
    #expect(read.signal.indicatorValues[1].value.sign == .minus)
  }

  @Test("type names are stable: each event has the one the journals of old have")
  func types() {
    #expect(
      Set(CodecFixtures.events.map { codec.type(of: $0) }) == [
        "session_started", "signal_decided", "order_handed_off", "order_accepted", "order_failed",
        "order_outcome_unknown", "order_cancel_requested", "order_cancel_rejected", "order_cancelled",
        "fill_booked", "funding_booked", "account_marked", "alert_changed", "fact_refused",
        "tape_ended", "operator_commanded",
      ])
    let second: Set = ["session_started", "alert_changed"]
    for event in CodecFixtures.events {
      #expect(codec.version(of: event) == (second.contains(codec.type(of: event)) ? 2 : 1))
    }
  }

  @Test("a payload of version 1 as it was first written is still read")
  func firstVersion() throws {
    let text =
      #"{"order_id":"ord-00000000000000000000000001","bid":"99.5","ask":"100"}"#
    let event = try codec.decode(type: "order_handed_off", version: 1, payload: Array(text.utf8))
    let id = OrderID(digest: Digest128(high: 0, low: 1))
    #expect(event == .order(id, .handedOff(bid: Fixed(mantissa: 99_500_000_000_000), ask: 100)))
    #expect(payload(event) == Array(text.utf8))
  }

  @Test("sessions and alerts of version 1 are read: trading as it pleases, seen by nobody")
  func beforeOperators() throws {
    let session = #"""
      {"session_id":"s-1","account_id":"acc","ordinal":1,"mode":"paper","currency":"USDT",
       "starting_balance":"1000","strategy":"","market":"synthetic","symbol":"","leverage":10,"seed":"3",
       "market_start_ns":42}
      """#
    let started = try codec.decode(type: "session_started", version: 1, payload: Array(session.utf8))
    guard case .sessionStarted(let start) = started else {
      Issue.record("another event")
      return
    }
    #expect(start.trading == TradingControl() && start.ordinal == 1)
    let text = #"""
      {"alert_id":"alr-1","alert_type":"LATE_FILL","severity":"WARNING","state":"FIRING","symbol":"",
       "message":"m","details":[],"fired_at_ns":7}
      """#
    let changed = try codec.decode(type: "alert_changed", version: 1, payload: Array(text.utf8))
    guard case .alert(let alert) = changed else {
      Issue.record("another event")
      return
    }
    #expect(alert.acknowledgement == nil && alert.state == .firing)
  }

  @Test("decimals are texts and times whole nanoseconds")
  func shapes() throws {
    let payment = FundingPayment(
      id: "f", instrument: 1, amount: -1, rate: .smallest, at: Timestamp(nanoseconds: 42))
    #expect(
      String(decoding: payload(.fundingBooked(payment)), as: UTF8.self)
        == #"{"payment_id":"f","symbol":"ETHUSDT","amount":"-1","rate":"0.000000000001","at_ns":42}"#)
  }

  @Test("fields may come in any order, and those nobody knows are ignored")
  func order() throws {
    let text = """
      {"new_field":{"a":[1,{"b":null}]},"at_ns":42,"rate":"1","amount":"2","symbol":"ETHUSDT",
       "another":1e5,"payment_id":"f"}
      """
    let event = try codec.decode(type: "funding_booked", version: 1, payload: Array(text.utf8))
    let payment = FundingPayment(
      id: "f", instrument: 1, amount: 2, rate: 1, at: Timestamp(nanoseconds: 42))
    #expect(event == .fundingBooked(payment))
  }

  @Test("a changed instruments file cannot remap what was journaled: the name counts, not the place")
  func reordered() throws {
    let payment = FundingPayment(id: "f", instrument: 1, amount: 2, rate: 1, at: .zero)
    let later = EventCodec(instruments: try #require(CodecFixtures.reordered))
    let event = try later.decode(
      type: "funding_booked", version: 1, payload: payload(.fundingBooked(payment)))
    #expect(
      event == .fundingBooked(FundingPayment(id: "f", instrument: 3, amount: 2, rate: 1, at: .zero)))
  }
}
