public import Trading

/// One reading of a loaded tape, from the first event to the last.
public struct LoadedSource: MarketSource, Sendable {
  /// Data row of the event last returned, from 1; 0 before the first.
  public private(set) var row: Int64 = 0

  private let blocks: [LoadedBlock]
  private let leaps: [LoadedMarket.RowLeap]
  private var block = LoadedBlock.empty
  private var nextBlock = 0
  private var placeInBlock = 0
  /// Events before the one whose row leaps; below zero where there is none.
  private var untilLeap: Int64
  private var nextLeap = 0

  init(_ market: LoadedMarket) {
    blocks = market.blocks
    leaps = market.leaps
    untilLeap = market.leaps.first?.place ?? -1
  }

  /// The next event; nil at the end.
  @inline(__always)
  public mutating func next() -> MarketEvent? {
    if placeInBlock == block.count {
      guard nextBlock < blocks.count else { return nil }
      turn()
    }
    if untilLeap == 0 { leap() } else { row += 1 }
    untilLeap -= 1
    placeInBlock += 1
    return block[placeInBlock - 1]
  }

  /// Goes on with the next block.
  private mutating func turn() {
    block = blocks[nextBlock]
    nextBlock += 1
    placeInBlock = 0
  }

  private mutating func leap() {
    let place = leaps[nextLeap].place
    row = leaps[nextLeap].row
    nextLeap += 1
    untilLeap = nextLeap < leaps.count ? leaps[nextLeap].place - place : 0
  }
}
