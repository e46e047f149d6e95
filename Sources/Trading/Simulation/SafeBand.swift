import Primitives

/// Marks between which one position cannot bring the account to liquidation, as long as those of the others
/// stay within theirs: a tick inside costs two comparisons.
struct SafeBand: Sendable {
  /// Twice the lowest and the highest mark, as mantissas: compared with bid + ask.
  private let lowest: Int128
  private let highest: Int128

  /// Holds no mark.
  static let none = SafeBand(lowest: 1, highest: 0)

  private init(lowest: Int128, highest: Int128) {
    self.lowest = lowest
    self.highest = highest
  }

  /// Whether the mark of a tick is inside.
  func holds(_ tick: MarketTick) -> Bool {
    let sum = tick.bid.mantissa + tick.ask.mantissa
    return sum >= lowest && sum <= highest
  }

  /// Whether every mark from a lowest to a highest price is inside.
  @inline(__always)
  func holds(from low: Fixed, to high: Fixed) -> Bool {
    low.mantissa * 2 >= lowest && high.mantissa * 2 <= highest
  }

  /// The widest of a few bands around a mark in which a position loses, and adds to its maintenance
  /// margin, less than `share` of what the account has above its maintenance margin.
  ///
  /// The value of a position moves one way with the mark, so its worst is at an end of the band.
  ///
  /// - Parameter here: the position's risk at the mark.
  init(
    around mark: Fixed, position: Position, here: PositionRisk, instrument: Instrument, share: Fixed
  ) {
    let risk = { (price: Fixed) -> (value: Fixed, unrealised: Fixed) in
      let signed = ProfitAndLoss.value(
        quantity: position.quantity, price: price, instrument: instrument)
      return (
        signed.magnitude,
        ProfitAndLoss.unrealised(value: signed, cost: position.cost, kind: instrument.kind)
      )
    }
    for shift in Self.shifts {
      let reach = mark.mantissa >> shift
      let (low, high) = (Fixed(mantissa: mark.mantissa - reach), Fixed(mantissa: mark.mantissa + reach))
      guard Bounds.holds(price: low), Bounds.holds(price: high) else { continue }
      let (atLow, atHigh) = (risk(low), risk(high))
      let loss = here.unrealised - min(atLow.unrealised, atHigh.unrealised)
      let most = Margin.largestMaintenance(
        from: min(atLow.value, atHigh.value), to: max(atLow.value, atHigh.value), instrument: instrument)
      if loss + max(most - here.maintenance, 0) < share {
        self.init(lowest: low.mantissa * 2, highest: high.mantissa * 2)
        return
      }
    }
    self = .none
  }

  /// Half-widths tried, as powers of one half of the mark: 6 % down to 0.1 %.
  private static let shifts = [4, 5, 6, 7, 8, 10]
}

extension SimulatedExchange {
  /// Reckons every open position at its mark, as far as marks moved since.
  mutating func refreshRisks() {
    guard areRisksStale else { return }
    for index in ledger.indices where !ledger[index].isFlat { refreshRisk(index) }
    areRisksStale = false
  }

  /// Draws the bands anew, after anything that changed the wallet or a position.
  mutating func drawBands() {
    refreshRisks()
    let slack = wallet + total.unrealised - total.maintenance
    var count: Int128 = 0
    for index in ledger.indices where !ledger[index].isFlat { count += 1 }
    let share = Fixed(mantissa: slack.mantissa / max(count, 1))
    for index in ledger.indices where !ledger[index].isFlat {
      guard slack.isPositive, books[index].isOpen else {
        bands[index] = .none
        continue
      }
      bands[index] = SafeBand(
        around: books[index].mark, position: ledger[index], here: risks[index],
        instrument: instruments[index], share: share)
    }
    areBandsDrawn = true
  }
}
