import Primitives

extension SimulatedExchange {
  /// Sets the first funding strictly after a time.
  mutating func scheduleFunding(after time: Timestamp) {
    let interval = profile.fundingIntervalNanos
    guard interval > 0 else { return }
    let into = time.nanoseconds % interval
    nextFundingAt = time.adding(nanoseconds: into < 0 ? -into : interval - into)
  }

  /// Pays or takes funding on every open perpetual at its mark; then sets the next time.
  mutating func payFunding(into facts: inout [VenueFact]) {
    let due = nextFundingAt
    nextFundingAt = due.adding(nanoseconds: profile.fundingIntervalNanos)
    guard marginedCount > 0 else { return }
    for index in ledger.indices where !ledger[index].isFlat && instruments[index].kind != .spot {
      let rate = fundingRate(index, due: due)
      guard !rate.isZero else { continue }
      let amount = Funding.payment(
        quantity: ledger[index].quantity, mark: books[index].mark, rate: rate,
        instrument: instruments[index])
      fundingCount += 1
      ledger[index].book(funding: amount, at: due)
      wallet += amount
      let payment = FundingPayment(
        id: "paper-f\(fundingCount)", instrument: index, amount: amount, rate: rate, at: due)
      send(.funding(payment), into: &facts)
    }
  }

  /// A seeded rate has eight decimals and depends on nothing but seed, instrument and due time.
  private func fundingRate(_ index: InstrumentIndex, due: Timestamp) -> Fixed {
    switch profile.fundingRate {
    case .fixed(let rate): return rate
    case .seeded(let most):
      var generator = SeededGenerator(seed: seed ^ UInt64(bitPattern: due.nanoseconds))
      generator = SeededGenerator(seed: generator.next() ^ UInt64(index))
      let step: Int128 = 10_000
      let steps = UInt64(clamping: most.magnitude.mantissa / step) / 2
      let drawn = Int128(generator.below(steps * 4 + 1)) - Int128(steps * 2)
      return Fixed(mantissa: drawn * step)
    }
  }
}
