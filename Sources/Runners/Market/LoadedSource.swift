public import Trading

/// One reading of a loaded tape, from the first event to the last.
public struct LoadedSource: MarketSource, Sendable {
  /// Data row of the event last returned, from 1; 0 before the first.
  public private(set) var row: Int64 = 0

  private let blocks: [LoadedBlock]
  private let leaps: [LoadedMarket.RowLeap]
  private var block: LoadedBlock?
  private var nextBlock = 0
  private var placeInBlock = 0
  private var place: Int64 = 0
  private var nextLeap = 0
  private var leapPlace: Int64

  init(_ market: LoadedMarket) {
    blocks = market.blocks
    leaps = market.leaps
    leapPlace = market.leaps.first?.place ?? .max
  }

  /// The next event; nil at the end.
  public mutating func next() -> MarketEvent? {
    if placeInBlock >= block?.count ?? 0 {
      guard nextBlock < blocks.count else { return nil }
      block = blocks[nextBlock]
      nextBlock += 1
      placeInBlock = 0
    }
    guard let event = block?[placeInBlock] else { return nil }
    if place == leapPlace { leap() } else { row += 1 }
    placeInBlock += 1
    place += 1
    return event
  }

  private mutating func leap() {
    row = leaps[nextLeap].row
    nextLeap += 1
    leapPlace = nextLeap < leaps.count ? leaps[nextLeap].place : .max
  }
}
