import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Signals and their one decision (S2-SIG, S3-INT)")
struct SignalDecisionTests {
  @Test("on_signal_generated_s1: S1 makes one order (S2-SIG-01)")
  func entryOrders() throws {
    var harness = try DeskHarness()
    let decision = try harness.decided(harness.signal(.entry, id: "a"))
    let order = try #require(decision.order)
    #expect(harness.outbox == [.submit(order.request)])
    #expect(order.signalID == SignalID("a") && order.status == .pending)
    #expect(decision.bid == 50_000 && decision.ask == 50_001)
  }

  @Test(
    "z1_ignored: Z1 and O1 are noted and order nothing (S2-SIG-01, -02)",
    arguments: [
      SignalType.confirmed, .cancelled,
    ])
  func informational(type: SignalType) throws {
    var harness = try DeskHarness()
    let decision = try harness.decided(harness.signal(type, id: "z"))
    #expect(decision.outcome == .noted)
    #expect(harness.outbox.isEmpty && harness.state.orders.count == 0)
  }

  @Test(
    "ZE1, E1 and EMERGENCY close what is held, reduce-only (S2-SIG-02, -03)",
    arguments: [
      SignalType.plannedExit, .exit, .emergency,
    ])
  func exitTypes(type: SignalType) throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let order = try harness.ordered(harness.signal(type, .sell, "0.02", id: "x"))
    #expect(order.reduceOnly && order.quantity == number("0.02") && order.side == .sell)
  }

  @Test("A repeated signal id is a duplicate naming the first order, now and a day later (S2-SIG-04)")
  func duplicateSignalID() throws {
    var harness = try DeskHarness()
    let first = try harness.ordered(harness.signal(id: "a"))
    for seconds in [Int64(0), 61, 86_400] {
      harness.advance(seconds: seconds)
      guard case .duplicate(let prior) = harness.send(harness.signal(id: "a"))?.outcome else {
        Issue.record("sent again after \(seconds) s")
        continue
      }
      #expect(prior.orderID == first.id && prior.signalID == SignalID("a"))
    }
    harness.settle()
    #expect(harness.venue.totalSubmits == 1)
  }

  @Test("A repeat the shell did not look up is caught by the orders held (S3-INT-04)")
  func duplicateUnseenByShell() throws {
    var harness = try DeskHarness()
    let first = try harness.ordered(harness.signal(id: "a"))
    let session = try #require(harness.state.session).sessionID
    let repeated = SignalInput(signal: harness.signal(id: "a"), session: session, at: harness.now)
    let decision = harness.decision(in: harness.feed(.signal(repeated)))
    guard case .duplicate(let prior) = decision?.outcome else {
      Issue.record("ordered twice")
      return
    }
    #expect(prior.orderID == first.id)
  }

  @Test("409: such a repeat with other content still shows what was said first (S3-INT-04)")
  func conflictUnseenByShell() throws {
    var harness = try DeskHarness()
    let first = try harness.decided(harness.signal(.entry, .buy, "0.01"), clientKey: "k")
    let session = try #require(harness.state.session).sessionID
    let other = SignalInput(
      signal: harness.signal(.entry, .buy, "0.02"), clientKey: "k", session: session, at: harness.now)
    let step = harness.feed(.signal(other))
    let decision = try #require(harness.decision(in: step))
    guard case .duplicate(let prior) = decision.outcome else {
      Issue.record("ordered twice")
      return
    }
    #expect(prior.fingerprint == first.fingerprint && prior.fingerprint != decision.fingerprint)
  }

  @Test("409: same client key, other content: the prior fingerprint tells (S3-INT-04)")
  func conflict() throws {
    var harness = try DeskHarness()
    let first = try harness.decided(harness.signal(.entry, .buy, "0.01"), clientKey: "k")
    let second = try harness.decided(harness.signal(.entry, .buy, "0.02"), clientKey: "k")
    guard case .duplicate(let prior) = second.outcome else {
      Issue.record("ordered twice")
      return
    }
    #expect(prior.fingerprint == first.fingerprint && prior.fingerprint != second.fingerprint)
    #expect(second.key.rule == .client)
  }

  @Test("BUY and SELL of one signal id are two intents (ruling 2, trap 24)")
  func sidesDiffer() throws {
    var harness = try DeskHarness()
    let buy = harness.send(harness.signal(.entry, .buy, id: "a"))?.order
    let sell = harness.send(harness.signal(.entry, .sell, id: "a"))?.order
    #expect(buy != nil && sell != nil && buy?.id != sell?.id)
  }

  @Test("Equal content without id: one order within its minute, across its boundary too (S3-INT-05, -06)")
  func contentBuckets() throws {
    var harness = try DeskHarness()
    harness.advance(seconds: 59)
    #expect(harness.send(harness.signal())?.order != nil)
    harness.advance(seconds: 1)
    let across = try harness.decided(harness.signal())
    guard case .duplicate = across.outcome else {
      Issue.record("a second apart across a bucket boundary, and ordered twice")
      return
    }
    harness.advance(seconds: 60)
    #expect(harness.send(harness.signal())?.order != nil, "two buckets later it is a new signal")
  }

  @Test("A content signal looks up its own bucket and the one before, others only their own (S3-INT-06)")
  func keysLookedUp() throws {
    let harness = try DeskHarness()
    let session = SessionID("s")
    let content = SignalInput(signal: harness.signal(), session: session, at: harness.now)
    let bucket = Fixture.start.seconds / 60
    #expect(
      content.keysToLookUp(at: harness.now) == [
        "hash:\(content.fingerprint.text):\(bucket)", "hash:\(content.fingerprint.text):\(bucket - 1)",
      ])
    let named = SignalInput(signal: harness.signal(id: "a"), session: session, at: harness.now)
    #expect(named.keysToLookUp(at: harness.now) == ["signal:a:BUY"])
  }

  @Test("Quantities are rounded down to the lot, nothing left is refused (S2-SIG-06)")
  func lots() throws {
    var harness = try DeskHarness()
    #expect(
      harness.send(harness.signal(.entry, .buy, "0.0129999", id: "a"))?.order?.quantity == number("0.012"))
    #expect(
      harness.code(harness.send(harness.signal(.entry, .buy, "0.0009", id: "b"))) == "BELOW_MIN_ORDER_SIZE")
  }

  @Test("A refusal of the shell is final and keeps its words (S2-SIG-05)")
  func refusedBefore() throws {
    var harness = try DeskHarness()
    let session = try #require(harness.state.session).sessionID
    var input = SignalInput(signal: harness.signal(), session: session, at: harness.now)
    input.refusal = Rejection(code: "MALFORMED", message: "no such side")
    let decision = harness.decision(in: harness.feed(.signal(input)))
    #expect(decision?.outcome == .rejected(Rejection(code: "MALFORMED", message: "no such side")))
    #expect(harness.outbox.isEmpty)
  }

  @Test("A signal without id is named from its intent, the same on any machine (S2-SIG-07)")
  func mintedID() throws {
    var first = try DeskHarness()
    var second = try DeskHarness()
    let one = try first.decided(first.signal())
    let two = try second.decided(second.signal())
    #expect(one == two)
    #expect(one.signal.id == SignalID("sig-" + one.intentID.digest.text))
    #expect(one.order?.signalID == one.signal.id)
  }
}
