import Primitives
import Testing
import Trading

@Suite("What a trading state allows (ruling 7)")
struct TradingStateTests {
  /// The table written out by hand: entry, exit, reduce-only, cancel, query.
  private static let table: [(TradingState, [Bool])] = [
    (.running, [true, true, true, true, true]),
    (.paused, [false, true, true, true, true]),
    (.draining, [false, true, true, true, true]),
    (.halted, [false, false, false, true, true]),
  ]

  @Test("State by state, action by action")
  func table() {
    #expect(Self.table.map(\.0) == TradingState.allCases)
    for (state, expected) in Self.table {
      #expect(TradingAction.allCases.map { state.allows($0) } == expected, "\(state.rawValue)")
    }
  }

  @Test("A refusal has the state in its code and in its words, who set it and why")
  func refusal() throws {
    let since = Timestamp(nanoseconds: 1)
    let halted = TradingControl(.halted, since: since, actor: "ann", reason: "news")
    let refusal = try #require(halted.refusal(of: .reduceOnly))
    #expect(refusal.code == "TRADING_HALTED")
    #expect(refusal.message == "no exits are allowed: trading is HALTED, set by ann (news)")
    #expect(halted.refusal(of: .cancel) == nil && halted.refusal(of: .query) == nil)
    let paused = TradingControl(.paused, since: since, actor: "ann")
    #expect(
      paused.refusal(of: .entry)
        == Rejection(
          code: "TRADING_PAUSED", message: "no entries are allowed: trading is PAUSED, set by ann"))
    #expect(paused.refusal(of: .exit) == nil)
    #expect(TradingControl(.draining).refusal(of: .entry)?.code == "TRADING_DRAINING")
    #expect(TradingAction.allCases.allSatisfy { TradingControl().refusal(of: $0) == nil })
  }
}
