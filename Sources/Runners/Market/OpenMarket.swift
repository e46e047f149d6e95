import Ingest
import Primitives
import Trading

/// A market that is open: its events, and what is known of it before the first.
struct OpenMarket {
  /// Pulled one event at a time.
  var source: any MarketSource
  /// The tape behind it; nil for a synthetic one.
  let tape: TapeReader?
  /// The instruments that have a price in it.
  let instruments: [InstrumentIndex]
  /// Settlement currency of those.
  let currency: String

  /// How entries are priced: on candles at market, since nothing moves between two of them.
  var entryStyle: EntryStyle {
    switch tape?.kind {
    case .candles: .market
    case .trades, .quotes, nil: StrategySettings().entryStyle
    }
  }

  /// Opens a tape; the symbol is the one asked for, else the one in the file's name.
  static func tape(file: String, symbol: String?, book: InstrumentBook) throws -> OpenMarket {
    let index = try instrument(file: file, symbol: symbol, book: book)
    let tape = try TapeReader(path: file, instrument: index)
    return OpenMarket(
      source: tape, tape: tape, instruments: [index], currency: book[index].settle)
  }

  /// A market from a seed, from a start on.
  static func synthetic(book: InstrumentBook, seed: UInt64, start: Timestamp) -> OpenMarket {
    let instruments = SyntheticInstrument.defaults(in: book)
    return OpenMarket(
      source: SyntheticMarket(instruments: instruments, seed: seed, start: start), tape: nil,
      instruments: instruments.map(\.instrument),
      currency: instruments.first.map { book[$0.instrument].settle } ?? "USDT")
  }

  private static func instrument(
    file: String, symbol: String?, book: InstrumentBook
  ) throws -> InstrumentIndex {
    let known = book.instruments.map(\.symbol.text).joined(separator: ", ")
    if let symbol {
      guard let found = Symbol(symbol).flatMap(book.index) else {
        throw MarketFailure(
          description: "--symbol \(symbol) is not in the instruments file; known are \(known)")
      }
      return found
    }
    guard let found = TapeSymbol.find(inFileName: file, book: book) else {
      throw MarketFailure(
        description: "no known symbol stands in the file name \(file): say which with --symbol; "
          + "known are \(known)")
    }
    return found
  }
}
