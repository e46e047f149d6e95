import Desk
import Primitives
import Sync
import Trading

/// Folds a run's events into its report; keeps no history.
///
/// A value that its recorder owns: an event is folded where it lies.
struct BacktestTally: EventObserver {
  private(set) var report: BacktestReport
  private let instruments: InstrumentBook
  private let annualisation: Annualisation
  private let files: RunFiles?
  private var fills = FillsDigest()
  private var equity: EquityFold
  private var trips: [FlatToFlatTrips] = []
  private var summary = RoundTripSummary()
  private var finished: [RoundTrip] = []

  init(
    report: BacktestReport, instruments: InstrumentBook, annualisation: Annualisation? = nil,
    files: RunFiles? = nil
  ) {
    self.report = report
    self.instruments = instruments
    let annualisation = annualisation ?? Annualisation(periodsPerYear: nil, instruments: [])
    self.annualisation = annualisation
    self.files = files
    equity = EquityFold(gaps: annualisation.gaps)
    trips = instruments.instruments.enumerated().map { FlatToFlatTrips(index: $0, instrument: $1) }
  }

  /// Digest over every fill so far: time, side, quantity, price, fee.
  var fillsDigest: String { fills.hexadecimal }

  /// The market begins.
  mutating func begin(at time: Timestamp) {
    report.firstAt = time
    equity.mark(report.startingBalance, at: time)
    files?.begin(report.startingBalance, gaps: annualisation.gaps, at: time)
  }

  /// Notes what the market showed, before anything is decided on it: a few comparisons.
  @inline(__always)
  mutating func saw(_ event: MarketEvent) {
    report.lastAt = event.at
    switch event {
    case .tick(let tick): trips[tick.instrument].mark(tick.mid)
    case .candle(let candle):
      trips[candle.instrument].mark(candle.low)
      trips[candle.instrument].mark(candle.high)
    }
    files?.saw(event)
  }

  /// Takes the events of a step in: by their places, so that none of them is copied.
  mutating func observe(_ events: [Event], at now: Timestamp) {
    for index in events.indices { fold(events[index]) }
    if let files { for event in events { files.observe(event, at: now) } }
  }

  /// Takes an event in.
  mutating func observe(_ event: Event, at now: Timestamp) { observe([event], at: now) }

  @inline(__always)
  private mutating func fold(_ event: Event) {
    switch event {
    case .sessionStarted, .tapeEnded, .operatorCommanded: break
    case .factRefused: report.refusedFacts += 1
    case .fundingBooked(let payment):
      trips[payment.instrument].book(funding: payment.amount, at: payment.at)
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
    case .marked(let mark): observe(mark.value)
    case .alert: report.alerts += 1
    }
  }

  /// Takes in what the account was worth.
  mutating func observe(_ value: AccountValue) {
    report.maxDrawdown = max(report.maxDrawdown, value.peakEquity - value.equity)
    equity.mark(value.equity, at: value.at)
  }

  private mutating func add(_ fill: Fill) {
    let instrument = instruments[fill.instrument]
    report.fills += 1
    report.turnover += ProfitAndLoss.value(
      quantity: fill.quantity, price: fill.price, instrument: instrument)
    fills.add(fill)
    trips[fill.instrument].apply(
      side: fill.side, quantity: fill.quantity, price: fill.price, fee: fill.fee,
      feeInBase: instrument.kind == .spot && fill.feeAsset == instrument.base, at: fill.at,
      into: &finished)
    if !finished.isEmpty { takeFinished() }
  }

  private mutating func takeFinished() {
    for trip in finished {
      summary.add(trip)
      files?.add(trip)
    }
    finished.removeAll(keepingCapacity: true)
  }

  /// The report, closed with the account as it stands.
  mutating func close(_ desk: AccountDesk, source rows: Int64, badRows: Int64) -> BacktestReport {
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
    if let last = report.lastAt { equity.mark(report.finalEquity, at: last) }
    report.performance = BacktestPerformance(
      returns: equity.returns(periodsPerYear: annualisation.periodsPerYear).statistics,
      totalReturn: equity.totalReturn, calendarGrowth: equity.calendarGrowth,
      steepest: equity.drawdowns.steepest, longest: equity.drawdowns.longest, trips: summary,
      openTrips: trips.count { !$0.position.isFlat })
    return report
  }
}
