public import Primitives
import Sync
public import Trading

extension AccountDesk {
  /// Values the account after changes; waits while a held position has no price yet.
  mutating func markChanges(at now: Timestamp, into step: inout Step) {
    // One change is one mark; of several the marks tell how many.
    if !settings.keepsMarks, changes.count == 1 {
      if noteValue(.change, at: now, into: &step) { changes.removeAll(keepingCapacity: true) }
      return
    }
    guard let valuation = valued() else { return }
    let changed = changes
    changes.removeAll(keepingCapacity: true)
    var marks: [PositionMark] = []
    for change in changed {
      if let closed = change.closed {
        marks.append(closedMark(closed, forced: change.isForced))
      }
    }
    let closedCount = marks.count
    marks += openMarks(valuation) { instrument in changed.contains { $0.instrument == instrument } }
    // A position closed and opened again has two rows: they must not share a time.
    if marks.count < 2 || Set(marks.map { [$0.instrument, $0.side.sign] }).count == marks.count {
      mark(.change, valuation, marks, at: now, into: &step)
    } else {
      for mark in marks[..<closedCount] { self.mark(.change, valuation, [mark], at: now, into: &step) }
      mark(.change, valuation, Array(marks[closedCount...]), at: now, into: &step)
    }
  }

  /// Values the account at sync cadence, when it holds anything and something moved since.
  mutating func markForSync(at now: Timestamp, into step: inout Step) {
    guard state.positions.openCount > 0, hasMovedSinceSync else { return }
    guard settings.keepsMarks else {
      _ = noteValue(.sync, at: now, into: &step)
      return
    }
    guard let valuation = valued() else { return }
    mark(.sync, valuation, openMarks(valuation) { _ in true }, at: now, into: &step)
  }

  /// The open positions that are meant, each as it is valued.
  private mutating func openMarks(
    _ valuation: Valuation, where isMeant: (InstrumentIndex) -> Bool
  ) -> [PositionMark] {
    let ratio = valuation.margin.ratioPercent
    // Out of `self` meanwhile, so that it can change while the rest is read.
    var known = LiquidationMemory(instrumentCount: 0)
    swap(&known, &liquidations)
    var marks: [PositionMark] = []
    for index in state.positions.openInstruments where isMeant(index) {
      if let mark = openMark(index, valuation, ratio, &known) { marks.append(mark) }
    }
    swap(&known, &liquidations)
    return marks
  }

  /// Whether a tick came since the newest valuation at sync cadence.
  var hasMovedSinceSync: Bool {
    guard let ticked = market.lastTickAt else { return false }
    return state.lastSyncMarkAt.map { ticked > $0 } ?? true
  }

  /// Says what a valuation found: as an event, or as what the account was worth where no marks are kept.
  private mutating func mark(
    _ cause: MarkCause, _ valuation: Valuation, _ marks: [PositionMark], at now: Timestamp,
    into step: inout Step
  ) {
    guard settings.keepsMarks else {
      _ = noteValue(cause, at: now, into: &step)
      return
    }
    emit(.marked(accountMark(cause, valuation, marks, at: markTime(now))), at: now, into: &step)
    watchMargin(valuation.margin, at: now, into: &step)
  }

  /// Rows are keyed by microsecond: two valuations never share one.
  @inline(__always)
  func markTime(_ now: Timestamp) -> Timestamp {
    state.lastMarkAt.map { now.ownMicrosecond(after: $0) } ?? now
  }

  /// The account valued at the newest prices, for whoever looks; no event. Nil before a session and
  /// while a held position has no price.
  public func currentMark(at now: Timestamp) -> AccountMark? {
    guard state.session != nil, let valuation = valued() else { return nil }
    var known = liquidations
    let ratio = valuation.margin.ratioPercent
    let marks = state.positions.openInstruments.compactMap { openMark($0, valuation, ratio, &known) }
    return accountMark(.sync, valuation, marks, at: now)
  }

  private func accountMark(
    _ cause: MarkCause, _ valuation: Valuation, _ marks: [PositionMark], at: Timestamp
  ) -> AccountMark {
    AccountMark(
      at: at, cause: cause, wallet: valuation.margin.wallet, equity: valuation.margin.equity,
      unrealised: valuation.margin.unrealised, realised: state.positions.realised,
      fees: state.positions.fees, funding: state.positions.funding,
      marginUsed: valuation.margin.initialMargin,
      maintenanceMargin: valuation.margin.maintenanceMargin,
      marginRatioPercent: valuation.margin.ratioPercent,
      peakEquity: max(state.peakEquity, valuation.margin.equity), positions: marks)
  }

  /// The account's margin at the newest prices; nil while a held position has none.
  public func valuation() -> AccountMargin? { valued()?.margin }

  @inline(__always)
  private func valued() -> Valuation? {
    Valuation(
      wallet: state.wallet, positions: state.positions, market: market, instruments: settings.instruments,
      leverage: settings.leverage)
  }

  /// An open position at the newest price; nil without one.
  private func openMark(
    _ index: InstrumentIndex, _ valuation: Valuation, _ ratioPercent: Fixed?,
    _ liquidations: inout LiquidationMemory
  ) -> PositionMark? {
    guard let position = state.positions[index],
      let input = Valuation.input(index, state.positions, market, settings.instruments)
    else { return nil }
    let figures = valuation.figures(of: input, leverage: settings.leverage)
    return PositionMark(
      instrument: index, side: position.side ?? .long, quantity: position.quantity.magnitude,
      entryPrice: position.averageEntry(input.instrument) ?? 0, markPrice: input.mark,
      liquidationPrice: liquidations.price(of: input, at: index, in: valuation.margin, figures),
      unrealised: figures.unrealised, margin: input.instrument.kind == .spot ? nil : figures.initial,
      marginRatioPercent: ratioPercent, realised: position.realised, openedAt: position.openedAt,
      status: .open)
  }

  private func closedMark(_ position: Position, forced: Bool) -> PositionMark {
    let instrument = settings.instruments[position.instrument]
    return PositionMark(
      instrument: position.instrument, side: position.side ?? .long, quantity: 0,
      entryPrice: position.averageEntry(instrument) ?? 0, markPrice: market.mark(position.instrument),
      liquidationPrice: nil, unrealised: 0, margin: 0, marginRatioPercent: nil,
      realised: state.positions[position.instrument]?.realised ?? position.realised,
      openedAt: position.openedAt, status: forced ? .liquidated : .closed)
  }
}
