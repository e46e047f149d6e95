import Primitives
import Testing
import Trading

@testable import Sync

@Suite("Positions by instrument and their comparison (S2-POS-06 to -11)")
struct PositionBookTests {
  private let time = Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond)

  private func instrument(_ kind: ContractKind = .linear) throws -> Instrument {
    Instrument(
      symbol: try #require(Symbol("BTCUSDT")), venue: "test", kind: kind, base: "BTC", quote: "USDT",
      settle: "USDT", tickSize: 1, lotStep: 1, minQuantity: 1, maxQuantity: 1_000_000, minNotional: 0,
      contractSize: 1, makerFeeRate: 0, takerFeeRate: 0, tiers: [])
  }

  private func fill(
    _ side: Side, _ quantity: Fixed, at price: Fixed, on index: InstrumentIndex = 0, fee: Fixed = 0,
    feeAsset: String = "USDT", kind: FillKind = .order
  ) -> Fill {
    Fill(
      tradeID: TradeID("t"), orderID: nil, exchangeOrderID: ExchangeOrderID("x"), instrument: index,
      side: side, quantity: quantity, price: price, fee: fee, feeAsset: feeAsset, liquidity: .taker,
      kind: kind, at: time)
  }

  private func report(_ index: InstrumentIndex, _ quantity: Fixed) -> PositionReport {
    PositionReport(instrument: index, quantity: quantity, entryPrice: 1, liquidationPrice: nil)
  }

  @Test("Open positions are those not flat, in instrument order; closed ones keep what they earned")
  func openAndAll() throws {
    var book = PositionBook(instrumentCount: 3)
    let rules = try instrument()
    book.apply(fill(.sell, 2, at: 100, on: 2), of: rules, at: time)
    book.apply(fill(.buy, 1, at: 100, on: 0, fee: 1), of: rules, at: time)
    book.apply(fill(.sell, 1, at: 110, on: 0, fee: 1), of: rules, at: time)
    #expect(book.open.map(\.instrument) == [2] && book.openCount == 1)
    #expect(book.all.map(\.instrument) == [0, 2])
    #expect(book.realised == 8 && book.fees == 2)
    #expect(book.quantity(2) == -2 && book.quantity(1) == 0 && book.quantity(99) == 0)
    #expect(book[-1] == nil)
  }

  @Test("Whatever the order of opening, the open ones stand in instrument order, restored too")
  func openInOrder() throws {
    var book = PositionBook(instrumentCount: 5)
    let rules = try instrument()
    for index in [3, 1, 4, 0, 2] { book.apply(fill(.buy, 1, at: 100, on: index), of: rules, at: time) }
    #expect(book.openInstruments == [0, 1, 2, 3, 4])
    for index in [1, 4] { book.apply(fill(.sell, 1, at: 90, on: index), of: rules, at: time) }
    book.apply(fill(.sell, 2, at: 90, on: 3), of: rules, at: time)
    #expect(book.openInstruments == [0, 2, 3] && book.open.map(\.instrument) == [0, 2, 3])
    #expect(PositionBook(instrumentCount: 5, positions: book.all.reversed()) == book)
  }

  @Test("A fee in the base of a spot pair leaves that much less of it (S2-POS-06)")
  func feeInBase() throws {
    var book = PositionBook(instrumentCount: 1)
    book.apply(
      fill(.buy, 10, at: 100, fee: 1, feeAsset: "BTC"), of: try instrument(.spot), at: time)
    #expect(book.quantity(0) == 9)
  }

  @Test("A fee in the base of a contract is worth fee · price, and leaves the contracts alone (trap 5)")
  func feeInBaseOfContract() throws {
    var book = PositionBook(instrumentCount: 1)
    let taken = fill(.buy, 10, at: 100, fee: 1, feeAsset: "BTC")
    #expect(book.canBook(taken, of: try instrument()))
    book.apply(taken, of: try instrument(), at: time)
    #expect(book.quantity(0) == 10 && book.fees == 100 && book.realised == -100)
    #expect(!book.canBook(fill(.buy, 10, at: 100, fee: 11, feeAsset: "BTC"), of: try instrument()))
  }

  @Test("What an insurance fund adds to a forced close is booked, however small the close")
  func insuranceRebate() throws {
    var book = PositionBook(instrumentCount: 1)
    let close = fill(.sell, 1, at: 2, fee: -18, kind: .liquidation)
    #expect(book.canBook(close, of: try instrument()))
    book.apply(close, of: try instrument(), at: time)
    #expect(book.fees == -18)
    #expect(!book.canBook(fill(.sell, 1, at: 2, fee: -18), of: try instrument()))
    #expect(!book.canBook(fill(.sell, 1, at: 2, fee: 18, kind: .liquidation), of: try instrument()))
  }

  @Test("A fee in a third asset is booked at its rate, and as no money without one (trap 5)")
  func feeInThirdAsset() throws {
    for (rate, worth) in [(Fixed(600), Fixed(12)), (nil, 0)] as [(Fixed?, Fixed)] {
      var book = PositionBook(instrumentCount: 1)
      let taken = fill(
        .buy, 10, at: 100, fee: Fixed(2).divided(by: 100, rounding: .halfEven), feeAsset: "BNB")
      #expect(book.canBook(taken, of: try instrument(), feeRate: rate))
      book.apply(taken, of: try instrument(), feeRate: rate, at: time)
      #expect(book.quantity(0) == 10 && book.fees == worth && book.realised == -worth)
    }
    let book = PositionBook(instrumentCount: 1)
    let huge = fill(.buy, 10, at: 100, fee: 2, feeAsset: "BNB")
    #expect(!book.canBook(huge, of: try instrument(), feeRate: 600))
    let greatest = fill(.buy, 10, at: 100, fee: .greatest, feeAsset: "BNB")
    #expect(!book.canBook(greatest, of: try instrument()))
  }

  @Test("A restored book equals the one it was taken of, positions in any order")
  func restored() throws {
    var book = PositionBook(instrumentCount: 3)
    let rules = try instrument()
    for index in [2, 0] { book.apply(fill(.buy, 1, at: 100, on: index), of: rules, at: time) }
    #expect(PositionBook(instrumentCount: 3, positions: book.all.reversed()) == book)
  }

  @Test("Agreement is no difference; local only, exchange only and another size are one each")
  func differences() throws {
    var book = PositionBook(instrumentCount: 4)
    let rules = try instrument()
    for index in [0, 1, 3] { book.apply(fill(.buy, 2, at: 100, on: index), of: rules, at: time) }
    #expect(
      PositionComparison.differences(
        between: book, and: [report(3, 5), report(2, -1), report(0, 2)]) == [
          PositionDifference(instrument: 1, local: 2, exchange: 0),
          PositionDifference(instrument: 2, local: 0, exchange: -1),
          PositionDifference(instrument: 3, local: 2, exchange: 5),
        ])
    #expect(
      PositionComparison.differences(
        between: book, and: [report(0, 2), report(1, 2), report(3, 2), report(2, 0)]
      ).isEmpty)
  }

  @Test("The sign is part of the quantity: a long is not a short of the same size")
  func sign() throws {
    var book = PositionBook(instrumentCount: 1)
    book.apply(fill(.buy, 2, at: 100), of: try instrument(), at: time)
    #expect(PositionComparison.differences(between: book, and: [report(0, -2)]).count == 1)
  }

  @Test("Two rows of one instrument, as hedge mode gives them, count net (S2-POS-17, trap 16)")
  func hedged() throws {
    var book = PositionBook(instrumentCount: 1)
    book.apply(fill(.buy, 2, at: 100), of: try instrument(), at: time)
    #expect(
      PositionComparison.differences(between: book, and: [report(0, 3), report(0, -1)]).isEmpty)
  }
}
