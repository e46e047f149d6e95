import Desk
import Primitives
import Sync
import Testing
import Trading

/// Holds that two accounts are the same in every public field.
func expectEqual(
  _ left: AccountState, _ right: AccountState, _ note: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func same<Value: Equatable>(_ a: Value, _ b: Value) {
    #expect(a == b, note, sourceLocation: sourceLocation)
  }
  same(left.session, right.session)
  same(left.orders.orders, right.orders.orders)
  same(left.orders.working, right.orders.working)
  same(left.orders.cap, right.orders.cap)
  same(left.positions, right.positions)
  same(left.entryRate, right.entryRate)
  same(left.alerts, right.alerts)
  same(left.tradeIDs.map(\.key), right.tradeIDs.map(\.key))
  same(left.lastFillAt, right.lastFillAt)
  same(left.lastMarkAt, right.lastMarkAt)
  same(left.lastSyncMarkAt, right.lastSyncMarkAt)
  same(left.peakEquity, right.peakEquity)
  same(left.tapeEnded, right.tapeEnded)
  same(left.trading, right.trading)
  same(left.commandCount, right.commandCount)
  same(left.wallet, right.wallet)
}
