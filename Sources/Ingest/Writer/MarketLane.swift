import Desk
import Platform
import Primitives
import Synchronization
public import Trading

/// The market's way into the stores: beside the journal, behind the orders, lossy under pressure.
///
/// What is noted waits here until the writer has no rows of the journal to send. Beyond `capacity` new
/// events are left out and counted: noting never waits.
public final class MarketLane: Sendable {
  /// Most events that wait; the writer holds as many again.
  public static let capacity = 65_536

  struct Noted: Sendable {
    let event: MarketEvent
    let row: Int64
    let recordedAt: Timestamp
  }

  private let inbox = Inbox<Noted>(capacity: capacity)
  private let dropped = Atomic<Int64>(0)
  private let symbols: [String]
  private let source: String

  /// A lane for events of this market.
  ///
  /// - Parameter source: what the rows say of their origin: `synthetic`, or a tape's file name.
  public init(instruments: InstrumentBook, source: String) {
    symbols = instruments.instruments.map(\.symbol.text)
    self.source = source
  }

  /// Events left out so far.
  public var droppedCount: Int64 { dropped.load(ordering: .relaxed) }

  /// Events that wait to be taken by the writer.
  public var waitingCount: Int { inbox.count }

  /// Takes an event and its row of the market; never waits.
  public func note(_ event: MarketEvent, row: Int64) {
    if !inbox.post(Noted(event: event, row: row, recordedAt: WallClock.now())) { drop(1) }
  }

  /// Counts events that were lost on the way.
  func drop(_ count: Int) { dropped.add(Int64(count), ordering: .relaxed) }

  /// Everything that waits.
  func take() -> [Noted] { inbox.take(waitingUpTo: 0) }

  /// The row of a noted event.
  func row(of noted: Noted) -> Row {
    switch noted.event {
    case .tick(let tick):
      Row(
        .ticks,
        [
          .of(tick.at), .name(symbol(tick.instrument)), .name(source), .integer(noted.row),
          .of(tick.bid), .of(tick.ask), .of(tick.bidSize), .of(tick.askSize), .of(noted.recordedAt),
        ])
    case .candle(let candle):
      Row(
        .candles,
        [
          .of(candle.openAt), .name(symbol(candle.instrument)), .name(source),
          .integer((candle.closeAt - candle.openAt) / Nanos.perSecond),
          .of(candle.open), .of(candle.high), .of(candle.low), .of(candle.close), .of(candle.volume),
          .of(noted.recordedAt),
        ])
    }
  }

  private func symbol(_ instrument: InstrumentIndex) -> String {
    symbols.indices.contains(instrument) ? symbols[instrument] : ""
  }
}
