import Desk
import Primitives
import Sync
import Trading

/// Folds a run's events into its report; keeps no history.
final class BacktestTally {
  private(set) var report: BacktestReport
  private let instruments: InstrumentBook
  private var fills = SHA256()
  private var line: [UInt8] = []

  init(report: BacktestReport, instruments: InstrumentBook) {
    self.report = report
    self.instruments = instruments
  }

  /// Digest over every fill so far: time, side, quantity, price, fee.
  var fillsDigest: String { SHA256.hexadecimal(of: fills.finalize()) }

  /// Takes an event in.
  func observe(_ event: Event, at now: Timestamp) {
    switch event {
    case .sessionStarted, .fundingBooked, .factRefused, .tapeEnded, .operatorCommanded: break
    case .signalDecided(let decision):
      report.signals += 1
      switch decision.outcome {
      case .ordered: report.orders += 1
      case .rejected: report.rejected += 1
      case .duplicate, .noted, .simulated: break
      }
    case .order(_, let change):
      switch change {
      case .failed: report.ends[.failed, default: 0] += 1
      case .cancelled: report.ends[.cancelled, default: 0] += 1
      case .handedOff, .sentAgain, .accepted, .outcomeUnknown, .cancelRequested, .cancelRejected: break
      }
    case .filled(let booking): add(booking.fill)
    case .marked(let mark):
      report.maxDrawdown = max(report.maxDrawdown, mark.peakEquity - mark.equity)
    case .alert: report.alerts += 1
    }
  }

  private func add(_ fill: Fill) {
    report.fills += 1
    report.turnover += ProfitAndLoss.value(
      quantity: fill.quantity, price: fill.price, instrument: instruments[fill.instrument])
    // One block of the hash a fill.
    line.removeAll(keepingCapacity: true)
    note(UInt64(bitPattern: fill.at.nanoseconds))
    note(UInt64(fill.side == .buy ? 1 : 0))
    note(fill.quantity)
    note(fill.price)
    note(fill.fee)
    fills.update(line)
  }

  private func note(_ amount: Fixed) {
    note(UInt64(truncatingIfNeeded: amount.mantissa >> 64))
    note(UInt64(truncatingIfNeeded: amount.mantissa))
  }

  /// Eight bytes of the line that goes into the digest, the lowest first.
  private func note(_ word: UInt64) {
    var rest = word
    for _ in 0..<8 {
      line.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// The report, closed with the account as it stands.
  func close(_ desk: AccountDesk, source rows: Int64, badRows: Int64) -> BacktestReport {
    let state = desk.state
    report.marketEvents = rows
    report.badRows = badRows
    report.realised = state.positions.realised
    report.fees = state.positions.fees
    report.funding = state.positions.funding
    let valuation = desk.valuation()
    report.unrealised = valuation?.unrealised ?? 0
    report.finalEquity = valuation?.equity ?? state.wallet
    report.ends[.filled] =
      report.orders - report.ends.values.reduce(0, +)
      - Int64(state.orders.workingCount)
    report.fillsDigest = fillsDigest
    return report
  }

  /// Notes when the market stood.
  func saw(_ event: MarketEvent) {
    if report.firstAt == nil { report.firstAt = event.at }
    report.lastAt = event.at
  }
}
