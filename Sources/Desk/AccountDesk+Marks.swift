public import Primitives
import Sync
public import Trading

extension AccountDesk {
  /// Values the account after changes; waits while a held position has no price yet.
  mutating func markChanges(at now: Timestamp, into step: inout Step) {
    guard let valuation = valued() else { return }
    var marks: [PositionMark] = []
    for change in changes {
      if let closed = change.closed {
        marks.append(closedMark(closed, forced: change.isForced, valuation))
      }
    }
    let closedCount = marks.count
    markOpen(valuation, into: &marks) { desk, position in
      desk.changes.contains { $0.instrument == position.instrument }
    }
    changes.removeAll(keepingCapacity: true)
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
    guard state.positions.openCount > 0, hasMovedSinceSync, let valuation = valued() else { return }
    var marks: [PositionMark] = []
    markOpen(valuation, into: &marks) { _, _ in true }
    mark(.sync, valuation, marks, at: now, into: &step)
  }

  /// Adds the open positions that are meant. The memory of liquidation prices is taken out meanwhile, so
  /// that it can change while the rest is read.
  private mutating func markOpen(
    _ valuation: Valuation, into marks: inout [PositionMark],
    where isMeant: (borrowing AccountDesk, Position) -> Bool
  ) {
    var known = LiquidationMemory(instrumentCount: 0)
    swap(&known, &liquidations)
    for case let position? in state.positions.positions where !position.isFlat {
      if isMeant(self, position) { marks.append(openMark(position, valuation, &known)) }
    }
    swap(&known, &liquidations)
  }

  /// Whether a tick came since the newest valuation at sync cadence.
  var hasMovedSinceSync: Bool {
    guard let ticked = market.lastTickAt else { return false }
    return state.lastSyncMarkAt.map { ticked > $0 } ?? true
  }

  private mutating func mark(
    _ cause: MarkCause, _ valuation: Valuation, _ marks: [PositionMark], at now: Timestamp,
    into step: inout Step
  ) {
    // Rows are keyed by microsecond: two valuations never share one.
    let mark = accountMark(
      cause, valuation, marks, at: state.lastMarkAt.map { now.ownMicrosecond(after: $0) } ?? now)
    emit(.marked(mark), at: now, into: &step)
    watchMargin(valuation, at: now, into: &step)
  }

  /// The account valued at the newest prices, for whoever looks; no event. Nil before a session and
  /// while a held position has no price.
  public func currentMark(at now: Timestamp) -> AccountMark? {
    guard state.session != nil, let valuation = valued() else { return nil }
    var known = liquidations
    var marks: [PositionMark] = []
    for position in state.positions.open { marks.append(openMark(position, valuation, &known)) }
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
      marginRatioPercent: valuation.ratioPercent,
      peakEquity: max(state.peakEquity, valuation.margin.equity), positions: marks)
  }

  /// The account's margin at the newest prices; nil while a held position has none.
  public func valuation() -> AccountMargin? { valued()?.margin }

  private func valued() -> Valuation? {
    var sum = MarginFigures()
    var openCount = 0
    for case let position? in state.positions.positions where !position.isFlat {
      guard let input = marginInput(position) else { return nil }
      sum.add(input.figures(leverage: settings.leverage))
      openCount += 1
    }
    return Valuation(wallet: state.wallet, sum: sum, openCount: openCount)
  }

  /// A position at its newest mark; nil without one.
  private func marginInput(_ position: Position) -> MarginInput? {
    market.mark(position.instrument).map {
      MarginInput(position, instrument: settings.instruments[position.instrument], mark: $0)
    }
  }

  /// An open position at the newest price.
  private func openMark(
    _ position: Position, _ valuation: Valuation, _ liquidations: inout LiquidationMemory
  ) -> PositionMark {
    let instrument = settings.instruments[position.instrument]
    let input = marginInput(position)
    let figures = input.map { valuation.figures(of: $0, leverage: settings.leverage) }
    var liquidation: Fixed?
    if let input, let figures {
      liquidation = liquidations.price(
        of: input, at: position.instrument, in: valuation.margin, figures)
    }
    return PositionMark(
      instrument: position.instrument, side: position.side ?? .long,
      quantity: position.quantity.magnitude, entryPrice: position.averageEntry(instrument) ?? 0,
      markPrice: input?.mark, liquidationPrice: liquidation, unrealised: figures?.unrealised,
      margin: instrument.kind == .spot ? nil : figures?.initial,
      marginRatioPercent: valuation.ratioPercent, realised: position.realised,
      openedAt: position.openedAt, status: .open)
  }

  private func closedMark(
    _ position: Position, forced: Bool, _ valuation: Valuation
  ) -> PositionMark {
    let instrument = settings.instruments[position.instrument]
    return PositionMark(
      instrument: position.instrument, side: position.side ?? .long, quantity: 0,
      entryPrice: position.averageEntry(instrument) ?? 0, markPrice: market.mark(position.instrument),
      liquidationPrice: nil, unrealised: 0, margin: 0, marginRatioPercent: nil,
      realised: state.positions[position.instrument]?.realised ?? position.realised,
      openedAt: position.openedAt, status: forced ? .liquidated : .closed)
  }
}
