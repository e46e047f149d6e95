import Primitives
import Testing

@testable import Trading

@Suite("Ids of one session's intents")
struct IntentMintTests {
  private let account = AccountID("main")
  private let session = SessionID("sextant-main-1")

  private func key(_ id: String, _ side: Side) throws -> IdempotencyKey {
    let signal = Signal(
      id: SignalID(id), type: .entry, symbol: try #require(Symbol("BTCUSDT")), side: side, quantity: 1,
      source: .strategy)
    return IdempotencyKey(
      of: signal, clientKey: nil, session: session, fingerprint: Digest128(high: 0, low: 0), at: .zero)
  }

  @Test("are the digests of account, session and the key's text, whatever was minted before")
  func texts() throws {
    let mint = IntentMint(account: account, session: session)
    for length in 0..<150 {
      for side in Side.allCases {
        let key = try key(String(repeating: "n", count: length), side)
        let id = mint.intentID(of: key)
        #expect(id == IntentID(account: account, session: session, key: key.text))
        #expect(id == IntentID(account: account, session: session, key: key))
      }
    }
    let client = IdempotencyKey(text: "client:k", rule: .client)
    #expect(mint.intentID(of: client) == IntentID(account: account, session: session, key: "client:k"))
  }

  @Test("what a sender said is hashed as the list of its texts")
  func fingerprint() throws {
    var signal = Signal(
      type: .entry, symbol: try #require(Symbol("BTCUSDT")), side: .buy, quantity: Fixed(mantissa: 12_500),
      orderType: .limit, price: 7, timeToLiveNanos: 5, confidence: Fixed(mantissa: Fixed.unit / 2),
      strategyName: "s", indicatorValues: [IndicatorValue(name: "ema", value: 1.5)],
      barTime: Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond), source: .api)
    let said = [
      "S1", "BTCUSDT", "BUY", "0.0000000125", "LIMIT", "7", "GTC", "5", "s", "0.5",
      "2026-03-02T10:00:00.000Z", "ema", "1.5",
    ]
    #expect(signal.fingerprint == Digest128(sha256Of: said))
    (signal.price, signal.timeToLiveNanos, signal.confidence, signal.barTime) = (nil, nil, nil, nil)
    signal.indicatorValues = []
    #expect(
      signal.fingerprint
        == Digest128(
          sha256Of: ["S1", "BTCUSDT", "BUY", "0.0000000125", "LIMIT", "", "GTC", "", "s", "", ""]))
  }
}
