public import Ingest
import Primitives
public import Trading

/// A tape decoded into memory once, to be played as often as wanted, by several threads at a time.
///
/// Its sources give exactly the events and rows of the `TapeReader`. A trade takes 24 bytes, a quote 40, a
/// candle 48 (see `LoadedBlock`), so a million quotes are 40 MB.
public struct LoadedMarket: Sendable {
  /// The file.
  public let file: String
  /// What the tape holds.
  public let kind: TapeKind
  /// The instrument every event is of.
  public let instrument: InstrumentIndex
  /// Nanoseconds a candle lasts; nil for trades and quotes.
  public let candleLengthNanos: Int64?
  /// Events that were good.
  public let count: Int64
  /// Rows left out as bad.
  public let badRowCount: Int64
  /// The first of them.
  public let badRows: [BadRow]

  let blocks: [LoadedBlock]
  let leaps: [RowLeap]

  /// Where the row of an event is not the one after the row of the event before: bad rows stand between.
  struct RowLeap: Sendable, Hashable {
    /// The event, counted from 0.
    let place: Int64
    /// Its row of the file.
    let row: Int64
  }

  /// Reads a tape to its end; `progress` hears of the bytes read and in all now and then.
  ///
  /// - Throws: `TapeError` when it cannot be read, or not to its end.
  public init(
    file: String, instrument: InstrumentIndex, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws {
    let tape = try TapeReader(path: file, instrument: instrument)
    var blocks: [LoadedBlock] = []
    var leaps: [RowLeap] = []
    var block = TapeBlock()
    var place: Int64 = 0
    var row: Int64 = 0
    while true {
      try tape.next(into: &block)
      if block.events.isEmpty { break }
      for next in block.rows {
        if next != row + 1 { leaps.append(RowLeap(place: place, row: next)) }
        row = next
        place += 1
      }
      blocks.append(tape.block(of: block.events))
      progress(tape.bytesRead, tape.progress.fileBytes)
    }
    progress(tape.progress.fileBytes, tape.progress.fileBytes)
    self.file = file
    kind = tape.kind
    self.instrument = instrument
    candleLengthNanos = tape.candleLengthNanos
    count = place
    badRowCount = tape.badRowCount
    badRows = tape.badRows
    self.blocks = blocks
    self.leaps = leaps
  }

  /// Bytes its events take in memory.
  public var byteCount: Int {
    blocks.reduce(leaps.count * MemoryLayout<RowLeap>.stride) { $0 + $1.byteCount }
  }

  /// The tape from its first event on; any number of them may be played at a time.
  public func source() -> LoadedSource { LoadedSource(self) }
}

extension TapeReader {
  /// Events of this tape, packed.
  fileprivate func block(of events: [MarketEvent]) -> LoadedBlock {
    LoadedBlock(events, kind: kind, instrument: instrument, candleLengthNanos: candleLengthNanos)
  }
}
