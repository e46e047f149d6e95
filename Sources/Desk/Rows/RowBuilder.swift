public import Primitives
import Sync
public import Trading

/// Turns the journal's events into rows: what every store, `verify` and the read models share.
///
/// It folds the events into a state of its own, so that it can write an order's or a fill's row whole.
/// Pure: the same events give the same rows, whenever and wherever they are read. A session in dry-run
/// leaves no row at all, nor does a repeat of a signal (S3-INT-10).
public struct RowBuilder: Sendable {
  /// The fold of the events seen so far.
  public private(set) var state: AccountState
  let instruments: InstrumentBook

  /// A builder before the first event.
  ///
  /// - Parameter maxOrders: cap of the order table, as the desk's.
  public init(instruments: InstrumentBook, maxOrders: Int) {
    self.init(
      state: AccountState(instruments: instruments, maxOrders: maxOrders), instruments: instruments)
  }

  /// A builder that goes on after the events folded into a state.
  public init(state: AccountState, instruments: InstrumentBook) {
    self.state = state
    self.instruments = instruments
  }

  /// Folds an event in and appends the rows it causes, one for a key.
  ///
  /// - Parameters:
  ///   - now: desk time of the event.
  ///   - seq: its number in the journal.
  ///   - recordedAt: wall time at which it was journaled.
  public mutating func rows(
    for event: Event, at now: Timestamp, seq: Int64, recordedAt: Timestamp, into rows: inout [Row]
  ) {
    // Taken out one by one: a copy of the state would make the fold copy its tables.
    var realisedBefore: Fixed = 0
    var replaced: Alert?
    switch event {
    case .filled(let booking):
      realisedBefore = state.positions[booking.fill.instrument]?.realised ?? 0
    case .alert(let alert): replaced = state.alerts.firing(alert.type, symbol: alert.symbol)
    case .sessionStarted, .signalDecided, .order, .fundingBooked, .marked, .factRefused, .tapeEnded,
      .operatorCommanded:
      break
    }
    state.apply(event, at: now)
    guard let session = state.session, session.mode != .dryRun else { return }
    let context = RowContext(session: session, at: now, seq: seq, recordedAt: recordedAt)
    switch event {
    case .sessionStarted, .fundingBooked, .factRefused, .tapeEnded: break
    case .signalDecided(let decision): append(decision, context, into: &rows)
    case .order(let id, let change):
      if let order = state.orders[id] {
        rows.append(row(of: order, context))
        rows.append(row(of: change, order, context))
      }
    case .filled(let booking): append(booking, realisedBefore: realisedBefore, context, into: &rows)
    case .marked(let mark): append(mark, context, into: &rows)
    case .alert(let alert): append(alert, replacing: replaced, context, into: &rows)
    case .operatorCommanded(let record): rows.append(row(of: record, context))
    }
  }
}

/// What rows of one event have in common.
struct RowContext {
  let session: SessionStart
  let at: Timestamp
  let seq: Int64
  let recordedAt: Timestamp

  var sessionID: RowValue { .name(session.sessionID.text) }
  var account: RowValue { .name(session.account.text) }
  var mode: RowValue { .name(session.mode.rawValue) }
  var currency: RowValue { .name(session.currency) }
  var recorded: RowValue { .of(recordedAt) }
}
