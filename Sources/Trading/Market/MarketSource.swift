/// Where the market comes from: a recorded tape, a synthetic market, later a venue's stream.
///
/// Pulled one event at a time in time order. The row is what the journal keeps with every event, so
/// that a restart can read up to it: the nth event of a source is always the same event.
public protocol MarketSource {
  /// 1-based number of the event last returned; 0 before the first.
  var row: Int64 { get }
  /// The next event; nil at the end.
  mutating func next() throws -> MarketEvent?
}
