import Primitives
import Testing

@testable import Trading

@Suite("What makes two signals one (ruling 2, S3-INT-05, S3-INT-06)")
struct IdempotencyKeyTests {
  private let session = SessionID("sextant-main-1")
  private let now = Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond)

  private func signal(_ change: (inout Signal) -> Void = { _ in }) throws -> Signal {
    var signal = Signal(
      type: .entry, symbol: try #require(Symbol("BTCUSDT")), side: .buy, quantity: 1,
      strategyName: "s", source: .api)
    change(&signal)
    return signal
  }

  private func key(
    _ signal: Signal, client: String? = nil, session: String = "sextant-main-1", at: Timestamp? = nil
  ) -> IdempotencyKey {
    IdempotencyKey(
      of: signal, clientKey: client, session: SessionID(session), fingerprint: signal.fingerprint,
      at: at ?? now)
  }

  @Test("The client's key wins, then the signal id, then the bar, then the content (ruling 2)")
  func priority() throws {
    let full = try signal {
      $0.id = SignalID("a")
      $0.barTime = now
    }
    #expect(key(full, client: "k") == IdempotencyKey(text: "client:k", rule: .client))
    #expect(key(full) == IdempotencyKey(text: "signal:a:BUY", rule: .signalID))
    #expect(key(try signal { $0.barTime = now }).rule == .bar)
    #expect(key(try signal()).rule == .content)
  }

  @Test("A client key cannot pass for a key of another rule")
  func namespaces() throws {
    let byID = key(try signal { $0.id = SignalID("a") })
    #expect(key(try signal(), client: byID.text) != byID)
    #expect(key(try signal(), client: "signal:a:BUY").text == "client:signal:a:BUY")
  }

  @Test("The bar rule tells session, bar, symbol, side and content apart")
  func bar() throws {
    let later = now.adding(nanoseconds: Nanos.perMinute)
    let ether = try #require(Symbol("ETHUSDT"))
    let keys = try [
      key(signal { $0.barTime = now }), key(signal { $0.barTime = later }),
      key(signal { $0.barTime = now }, session: "sextant-main-2"),
      key(
        signal {
          $0.barTime = now
          $0.side = .sell
        }),
      key(
        signal {
          $0.barTime = now
          $0.symbol = ether
        }),
      key(
        signal {
          $0.barTime = now
          $0.quantity = 2
        }),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(try key(signal { $0.barTime = now }, at: later) == keys[0], "when it comes does not matter")
  }

  @Test("The content rule is one key a minute, and knows the minute before (S3-INT-06)")
  func content() throws {
    let signal = try signal()
    func at(_ seconds: Int64) -> Timestamp { now.adding(nanoseconds: seconds * Nanos.perSecond) }
    #expect(key(signal, at: at(0)) == key(signal, at: at(59)))
    #expect(key(signal, at: at(59)) != key(signal, at: at(60)))
    let late = key(signal, at: at(60))
    #expect(late.previousBucket(fingerprint: signal.fingerprint, at: at(60)) == key(signal, at: at(59)))
    #expect(key(signal, client: "k").previousBucket(fingerprint: signal.fingerprint, at: now) == nil)
  }

  @Test("The content key has the form of the specification (S3-INT-06)")
  func contentForm() throws {
    let signal = try signal()
    #expect(key(signal).text == "hash:\(signal.fingerprint.text):29540760")
  }

  @Test("Whatever the sender says differently is another fingerprint; its id is not (S3-INT-04)")
  func fingerprint() throws {
    let changes: [(String, (inout Signal) -> Void)] = [
      ("nothing", { _ in }), ("type", { $0.type = .exit }), ("side", { $0.side = .sell }),
      ("quantity", { $0.quantity = 2 }), ("order type", { $0.orderType = .limit }),
      ("price", { $0.price = 2 }), ("time in force", { $0.timeInForce = .fillOrKill }),
      ("time to live", { $0.timeToLiveNanos = 5 }), ("strategy", { $0.strategyName = "t" }),
      ("confidence", { $0.confidence = 1 }), ("bar", { $0.barTime = Timestamp(nanoseconds: 1) }),
      ("indicator", { $0.indicatorValues = [IndicatorValue(name: "a", value: 1)] }),
      ("indicator value", { $0.indicatorValues = [IndicatorValue(name: "a", value: 2)] }),
    ]
    var seen: [Digest128: String] = [:]
    for (name, change) in changes {
      let other = seen.updateValue(name, forKey: try signal(change).fingerprint)
      #expect(other == nil, "\(name) and \(other ?? "") have one fingerprint")
    }
    #expect(try signal { $0.id = SignalID("x") }.fingerprint == signal().fingerprint)
  }

  @Test("Text moved from one field to the next, or into a name, is another fingerprint")
  func collisions() throws {
    let one = try signal {
      $0.timeToLiveNanos = 1
      $0.strategyName = "2"
    }
    let two = try signal {
      $0.timeToLiveNanos = 12
      $0.strategyName = ""
    }
    #expect(one.fingerprint != two.fingerprint)
    let pair = try signal {
      $0.indicatorValues = [IndicatorValue(name: "a", value: 1), IndicatorValue(name: "b", value: 2)]
    }
    let single = try signal { $0.indicatorValues = [IndicatorValue(name: "a=1.0,b", value: 2)] }
    #expect(pair.fingerprint != single.fingerprint)
  }

  @Test("Trailing zeros are the same number and the same content")
  func sameNumber() throws {
    let short = try signal { $0.quantity = decimal("1.5") }
    let long = try signal { $0.quantity = decimal("1.500") }
    #expect(short.fingerprint == long.fingerprint)
  }
}
