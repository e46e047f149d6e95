public import Primitives

/// A market that never ends and needs no file: quotes of several instruments from a seed.
///
/// For demonstrations, drills and load tests. The nth event is the same on every machine for the same
/// seed, start and instruments: whole-number arithmetic only. Each instrument has about two quotes a
/// second, goes through calm, trending and volatile times and now and then jumps; averages of 10 and
/// 20 one-minute bars cross two or three times an hour. Events come in time order, of equal time in
/// the order of the instruments.
public struct SyntheticMarket: MarketSource, Sendable, Hashable {
  /// The most instruments of one market.
  public static let instrumentCap = 64

  /// 1-based number of the event last returned; 0 before the first.
  public private(set) var row: Int64 = 0
  private var paths: [SyntheticPath]

  /// A market of these instruments, of which the first `instrumentCap` take part.
  public init(instruments: [SyntheticInstrument], seed: UInt64, start: Timestamp) {
    paths = instruments.prefix(Self.instrumentCap).map {
      SyntheticPath($0, seed: seed, start: start)
    }
  }

  /// A market of the instruments of a book that have a starting price (Bitcoin, Ether, Solana).
  public init(book: InstrumentBook, seed: UInt64, start: Timestamp) {
    self.init(instruments: SyntheticInstrument.defaults(in: book), seed: seed, start: start)
  }

  /// The next quote; nil only when there is no instrument or time itself has ended.
  public mutating func next() -> MarketEvent? {
    guard let first = paths.first else { return nil }
    var earliest = 0
    var at = first.nextAt
    for index in 1..<max(1, paths.count) where paths[index].nextAt < at {
      earliest = index
      at = paths[index].nextAt
    }
    guard at < .distantFuture else { return nil }
    row += 1
    return .tick(paths[earliest].quote())
  }
}
