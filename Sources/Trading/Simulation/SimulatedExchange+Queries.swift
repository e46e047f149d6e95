import Primitives

extension SimulatedExchange {
  /// Answers a query as of its arrival.
  mutating func answer(_ request: VenueRequest, into facts: inout [VenueFact]) {
    switch request {
    case .queryOrder(let id, let index):
      sendAnswer(.orderReport(report(id, asked: index)), into: &facts)
    case .queryOpenOrders:
      let reports = places.map { report($0.key, asked: $0.value) }
      sendAnswer(.openOrders(reports), into: &facts)
    case .queryFills(let since):
      sendAnswer(.fills(since: since, recentFills.filter { $0.at >= since }), into: &facts)
    case .queryPositions:
      refreshRisks()
      sendAnswer(.positions(positionReports), into: &facts)
    case .queryBalances: sendAnswer(.balances(wallet: wallet), into: &facts)
    case .submit, .cancel: preconditionFailure("a submit or a cancel is no query")
    }
  }

  /// What is known of one order: working, ended, or nothing.
  private func report(_ id: OrderID, asked: InstrumentIndex) -> OrderReport {
    if let index = places[id],
      let order = books[index].working.first(where: { $0.request.orderID == id })
    {
      let status: OrderStatus = order.filled.isZero ? .submitted : .partiallyFilled
      return OrderReport(
        orderID: id, instrument: index,
        outcome: .found(
          exchangeOrderID: order.exchangeOrderID, status: status, filledQuantity: order.filled,
          reason: ""))
    }
    guard let order = ended[id] else {
      return OrderReport(orderID: id, instrument: asked, outcome: .notFound)
    }
    return OrderReport(
      orderID: id, instrument: order.instrument,
      outcome: .found(
        exchangeOrderID: .simulated(order.number), status: order.status, filledQuantity: order.filled,
        reason: order.reason?.rawValue ?? ""))
  }

  /// Every open position, in order of the instruments.
  private var positionReports: [PositionReport] {
    ledger.indices.compactMap { index in
      let instrument = instruments[index]
      guard let entry = ledger[index].averageEntry(instrument) else { return nil }
      let input = MarginInput(ledger[index], instrument: instrument, mark: books[index].mark)
      return PositionReport(
        instrument: index, entryPrice: entry,
        position: CrossPosition(
          input: input, wallet: wallet, otherMaintenance: total.maintenance - risks[index].maintenance,
          otherUnrealised: total.unrealised - risks[index].unrealised))
    }
  }
}
