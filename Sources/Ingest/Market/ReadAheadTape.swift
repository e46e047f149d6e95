public import Trading

/// A tape that a thread of its own parses ahead, so that who trades on it does not wait for the parsing.
///
/// Gives exactly the events and rows of the `TapeReader`, and an error where that gives it. At most
/// `blockCap` blocks are in memory, some 1 MB. One reading: copies share what is ahead. With the last of
/// them the thread is stopped and waited for, which takes as long as one block is read and parsed.
public struct ReadAheadTape: MarketSource {
  /// Most blocks, the one being used and the one being filled counted.
  public static let blockCap = 4

  /// The file.
  public var path: String { parser.path }
  /// What the tape holds.
  public var kind: TapeKind { parser.kind }
  /// The instrument every event is given.
  public var instrument: InstrumentIndex { parser.instrument }
  /// Data row of the event last returned, from 1; 0 before the first.
  public private(set) var row: Int64 = 0
  /// How far the tape has been read up to the block being used, which counts as a whole.
  public var progress: TapeProgress { parser.progress }
  /// The first bad rows of that part.
  public var badRows: [BadRow] { parser.badRows }

  private let parser: TapeParser
  private var block = TapeBlock()
  private var place = 0

  /// Opens a tape, reads its header and begins to parse.
  public init(path: String, instrument: InstrumentIndex) throws(TapeError) {
    parser = TapeParser(try TapeReader(path: path, instrument: instrument))
  }

  /// The next event; nil at the end. After an error every further call throws it again.
  public mutating func next() throws(TapeError) -> MarketEvent? {
    if place == block.events.count {
      place = 0
      guard try parser.exchange(&block) else { return nil }
    }
    row = block.rows[place]
    place += 1
    return block.events[place - 1]
  }
}
