import Desk
import Ingest
import Platform
import Primitives
import Sync
import Testing
import Trading

@Suite("The snapshot codec")
struct SnapshotCodecTests {
  private let book: InstrumentBook
  private let codec: SnapshotCodec

  init() throws {
    book = try #require(CodecFixtures.book)
    codec = SnapshotCodec(instruments: book)
  }

  @Test(
    "a state read back has the same bytes, and goes on as the first does",
    arguments: 1...25 as ClosedRange<UInt64>)
  func goesOn(_ seed: UInt64) throws {
    var history = RandomHistory(seed: seed, instruments: book, maxOrders: 12)
    for _ in 0..<(100 + Int(seed) * 7) { _ = history.next() }
    let bytes = codec.encode(history.state)
    var restored = try codec.decode(bytes, maxOrders: 12)
    #expect(codec.encode(restored) == bytes, "seed \(seed)")
    for _ in 0..<200 {
      let (event, now) = history.next()
      restored.apply(event, at: now)
    }
    #expect(codec.encode(restored) == codec.encode(history.state), "seed \(seed)")
  }

  @Test("replaying the journaled payloads gives the same hash", arguments: 1...5 as ClosedRange<UInt64>)
  func replay(_ seed: UInt64) throws {
    let events = EventCodec(instruments: book)
    var history = RandomHistory(seed: seed, instruments: book, maxOrders: 12)
    var replayed = AccountState(instruments: book, maxOrders: 12)
    for _ in 0..<500 {
      let (event, now) = history.next()
      var writer = JSONWriter()
      events.encode(event, into: &writer)
      let read = try events.decode(
        type: events.type(of: event), version: 1, payload: writer.takeBytes())
      #expect(read == event)
      replayed.apply(read, at: now)
    }
    #expect(codec.stateHash(replayed) == codec.stateHash(history.state))
  }

  @Test("the hash tells two states apart, and is 64 hexadecimal digits")
  func hash() {
    var history = RandomHistory(seed: 1, instruments: book, maxOrders: 12)
    var hashes: Set<String> = [codec.stateHash(history.state)]
    for _ in 0..<20 {
      let (event, _) = history.next()
      if case .factRefused = event { continue }
      hashes.insert(codec.stateHash(history.state))
    }
    #expect(hashes.count > 10)
    #expect(hashes.allSatisfy { $0.utf8.count == 64 && $0.allSatisfy(\.isHexDigit) })
  }

  @Test("an account nothing has happened to is read back too")
  func empty() throws {
    let state = AccountState(instruments: book, maxOrders: 3)
    let restored = try codec.decode(codec.encode(state), maxOrders: 3)
    #expect(restored.session == nil)
    #expect(restored.orders.cap == 3)
    #expect(codec.encode(restored) == codec.encode(state))
  }

  @Test("the order of the instruments file shows neither in the bytes nor in what is read")
  func reordered() throws {
    var history = RandomHistory(seed: 3, instruments: book, maxOrders: 12)
    for _ in 0..<150 { _ = history.next() }
    let later = SnapshotCodec(instruments: try #require(CodecFixtures.reordered))
    let restored = try later.decode(codec.encode(history.state), maxOrders: 12)
    #expect(later.stateHash(restored) == codec.stateHash(history.state))
    #expect(restored.positions[2]?.realised == history.state.positions[0]?.realised)
  }

  @Test("a snapshot of a newer program is refused as such")
  func newer() {
    #expect(throws: CodecError(.newer, field: "version", "")) {
      try codec.decode(Array(#"{"version":3}"#.utf8), maxOrders: 3)
    }
  }

  @Test("a snapshot of version 1 is read: running, with nothing to look at but what fires")
  func firstVersion() throws {
    let counts = Array(repeating: "0", count: 60).joined(separator: ",")
    let text = #"""
      {"version":1,"session":null,"orders":[],"positions":[],
       "entry_rate":{"newest_second":0,"counts":[\#(counts)]},"alerts_raised":3,
       "alerts_firing":[{"alert_id":"alr-1","alert_type":"MARGIN_RATIO_LOW","severity":"WARNING",
        "state":"FIRING","symbol":"","message":"m","details":[],"fired_at_ns":7}],
       "trade_ids":[],"last_fill_at_ns":null,"last_mark_at_ns":null,"last_sync_mark_at_ns":null,
       "peak_equity":"5","tape_ended":true}
      """#
    let state = try codec.decode(Array(text.utf8), maxOrders: 3)
    #expect(state.trading == TradingControl() && state.commandCount == 0)
    #expect(state.alerts.firing.map(\.id) == [AlertID("alr-1")] && state.alerts.happenings.isEmpty)
    #expect(state.tapeEnded && state.peakEquity == 5)
    #expect(codec.hash(ofStored: Array(text.utf8)) != codec.stateHash(state), "it is written anew")
  }

  @Test("bytes cut off or changed anywhere give an error or a state, never a crash")
  func damaged() {
    var history = RandomHistory(seed: 4, instruments: book, maxOrders: 12)
    for _ in 0..<60 { _ = history.next() }
    let whole = codec.encode(history.state)
    for length in stride(from: 0, to: whole.count, by: 11) {
      #expect(throws: CodecError.self) { try codec.decode(Array(whole[..<length]), maxOrders: 12) }
    }
    var random = SeededGenerator(seed: 9)
    var refused = 0
    for _ in 0..<1_500 {
      var bytes = whole
      bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
      do throws(CodecError) {
        _ = codec.encode(try codec.decode(bytes, maxOrders: 12))
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
