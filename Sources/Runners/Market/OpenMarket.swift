import Ingest
import Primitives
import Trading

/// A market that is open: its events, and what is known of it before the first.
struct OpenMarket {
  /// Pulled one event at a time.
  var source: any MarketSource
  /// The tape behind it; nil for a synthetic one and for tapes held in memory.
  let tape: TapeReader?
  /// The instruments that have a price in it, each once, in the order in which they were named.
  let instruments: [InstrumentIndex]
  /// Settlement currency of those.
  let currency: String
  /// What tells the price of each instrument; empty for a synthetic market.
  let kinds: [InstrumentIndex: TapeKind]

  /// How entries are priced: on candles at market, since nothing moves between two of them.
  func entryStyle(of instrument: InstrumentIndex) -> EntryStyle {
    switch kinds[instrument] {
    case .candles: .market
    case .trades, .quotes, nil: StrategySettings().entryStyle
    }
  }

  /// Opens a tape; the symbol is the one asked for, else the one in the file's name.
  static func tape(file: String, symbol: String?, book: InstrumentBook) throws -> OpenMarket {
    let index = try instrument(file: file, symbol: symbol, book: book)
    let tape = try TapeReader(path: file, instrument: index)
    return OpenMarket(
      source: tape, tape: tape, instruments: [index], currency: book[index].settle,
      kinds: [index: tape.kind])
  }

  /// Tapes of one account on one clock.
  static func joined<Source: MarketSource>(
    _ tapes: [(instrument: InstrumentIndex, kind: TapeKind, source: Source)], book: InstrumentBook
  ) throws -> OpenMarket {
    var instruments: [InstrumentIndex] = []
    var kinds: [InstrumentIndex: TapeKind] = [:]
    for tape in tapes {
      if !instruments.contains(tape.instrument) { instruments.append(tape.instrument) }
      kinds[tape.instrument] = tape.kind
    }
    guard let first = tapes.first else { throw MarketFailure(description: "a backtest needs a tape") }
    let currency = book[first.instrument].settle
    if let other = instruments.first(where: { book[$0].settle != currency }) {
      throw MarketFailure(
        description: "--data: one account has one settlement currency, but \(book[first.instrument].symbol) "
          + "settles in \(currency) and \(book[other].symbol) in \(book[other].settle)")
    }
    return OpenMarket(
      source: tapes.count == 1 ? first.source : try MergedSource(tapes.map(\.source)), tape: nil,
      instruments: instruments, currency: currency, kinds: kinds)
  }

  /// A market from a seed, from a start on.
  static func synthetic(book: InstrumentBook, seed: UInt64, start: Timestamp) -> OpenMarket {
    let instruments = SyntheticInstrument.defaults(in: book)
    return OpenMarket(
      source: SyntheticMarket(instruments: instruments, seed: seed, start: start), tape: nil,
      instruments: instruments.map(\.instrument),
      currency: instruments.first.map { book[$0.instrument].settle } ?? "USDT", kinds: [:])
  }

  /// The instrument of a tape: the one asked for, else the one in the file's name.
  static func instrument(
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
