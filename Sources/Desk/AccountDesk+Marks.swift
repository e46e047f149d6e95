public import Primitives
import Sync
public import Trading

extension AccountDesk {
  /// Values the account after changes; waits while a held position has no price yet.
  mutating func markChanges(at now: Timestamp, into step: inout Step) {
    guard let valuation = valuation() else { return }
    var marks: [PositionMark] = []
    for change in changes {
      if let closed = change.closed {
        marks.append(closedMark(closed, forced: change.isForced, valuation))
      }
    }
    // A position closed and opened again has two rows: they must not share a time.
    let closed = marks
    for position in state.positions.open
    where changes.contains(where: { $0.instrument == position.instrument }) {
      marks.append(openMark(position, valuation))
    }
    changes.removeAll(keepingCapacity: true)
    if marks.count < 2 || Set(marks.map { [$0.instrument, $0.side.sign] }).count == marks.count {
      mark(.change, valuation, marks, at: now, into: &step)
    } else {
      for mark in closed { self.mark(.change, valuation, [mark], at: now, into: &step) }
      mark(.change, valuation, Array(marks[closed.count...]), at: now, into: &step)
    }
  }

  /// Values the account at sync cadence, when it holds anything and something moved since.
  mutating func markForSync(at now: Timestamp, into step: inout Step) {
    let open = state.positions.open
    guard !open.isEmpty, hasMovedSinceSync, let valuation = valuation() else { return }
    mark(.sync, valuation, open.map { openMark($0, valuation) }, at: now, into: &step)
  }

  /// Whether a tick came since the newest valuation at sync cadence.
  var hasMovedSinceSync: Bool {
    guard let ticked = market.lastTickAt else { return false }
    return state.lastSyncMarkAt.map { ticked > $0 } ?? true
  }

  private mutating func mark(
    _ cause: MarkCause, _ valuation: AccountMargin, _ marks: [PositionMark], at now: Timestamp,
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
    guard state.session != nil, let valuation = valuation() else { return nil }
    return accountMark(
      .sync, valuation, state.positions.open.map { openMark($0, valuation) }, at: now)
  }

  private func accountMark(
    _ cause: MarkCause, _ valuation: AccountMargin, _ marks: [PositionMark], at: Timestamp
  ) -> AccountMark {
    AccountMark(
      at: at, cause: cause, wallet: state.wallet, equity: valuation.equity,
      unrealised: valuation.unrealised, realised: state.positions.realised, fees: state.positions.fees,
      funding: state.positions.funding, marginUsed: valuation.initialMargin,
      maintenanceMargin: valuation.maintenanceMargin, marginRatioPercent: valuation.ratioPercent,
      peakEquity: max(state.peakEquity, valuation.equity), positions: marks)
  }

  /// The account's margin at the newest prices; nil while a held position has none.
  public func valuation() -> AccountMargin? {
    var inputs: [MarginInput] = []
    for position in state.positions.open {
      guard let mark = market.mark(position.instrument) else { return nil }
      inputs.append(
        MarginInput(position, instrument: settings.instruments[position.instrument], mark: mark))
    }
    return Margin.account(wallet: state.wallet, positions: inputs, leverage: settings.leverage)
  }

  /// An open position at the newest price.
  func openMark(_ position: Position, _ valuation: AccountMargin) -> PositionMark {
    let instrument = settings.instruments[position.instrument]
    let mark = market.mark(position.instrument)
    let input = mark.map { MarginInput(position, instrument: instrument, mark: $0) }
    return PositionMark(
      instrument: position.instrument, side: position.side ?? .long,
      quantity: position.quantity.magnitude, entryPrice: position.averageEntry(instrument) ?? 0,
      markPrice: mark,
      // Cross margin: the others' profit and maintenance count as they stand.
      liquidationPrice: input.flatMap {
        LiquidationPrice.cross(
          $0, wallet: valuation.wallet, otherMaintenance: valuation.maintenanceMargin - $0.maintenance,
          otherUnrealised: valuation.unrealised - $0.unrealised)
      },
      unrealised: input.map(\.unrealised),
      margin: input.flatMap { instrument.kind == .spot ? nil : initialMargin($0) },
      marginRatioPercent: valuation.ratioPercent, realised: position.realised,
      openedAt: position.openedAt, status: .open)
  }

  private func initialMargin(_ input: MarginInput) -> Fixed {
    Margin.account(wallet: 0, positions: [input], leverage: settings.leverage).initialMargin
  }

  private func closedMark(
    _ position: Position, forced: Bool, _ valuation: AccountMargin
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
