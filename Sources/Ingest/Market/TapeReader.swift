internal import Primitives
public import Trading

/// Reads a recorded tape, plain or gzip, in blocks of 256 KiB: the market of a replay.
///
/// The header row tells the kind. Trades and quotes become ticks (a trade sets bid and ask to its price
/// and both sizes to its size), candles become candles that close at their open time plus their length,
/// which is the shortest step between the tape's first rows (up to 16), one minute where there is one
/// row only.
///
/// Every number is checked. A bad row is skipped, counted and kept with its reason (the first
/// `badRowCap`); it counts as a row, so that a row number always names the same row of the file. Blank
/// lines count as lines only. A row has at most 256 KiB; a longer one is a bad row, one of more than 16 MiB
/// an error. A class, because it is one place in one file: it belongs to one thread.
public final class TapeReader: MarketSource {
  /// Bad rows kept; beyond it they are only counted.
  public static let badRowCap = 100

  /// The file.
  public let path: String
  /// What the tape holds.
  public let kind: TapeKind
  /// The instrument every event is given.
  public let instrument: InstrumentIndex
  /// Nanoseconds a candle lasts; nil for trades and quotes.
  public let candleLengthNanos: Int64?

  /// Data row of the event last returned, from 1; 0 before the first.
  public var row: Int64 { scan.row }
  /// Data rows read so far, bad ones counted.
  public var rowsRead: Int64 { scan.rowsRead }
  /// Bad rows so far.
  public var badRowCount: Int64 { scan.badRowCount }
  /// The first bad rows.
  public var badRows: [BadRow] { scan.badRows }

  private var scan: TapeScan
  private var failure: TapeError?

  /// Opens a tape and reads its header.
  public init(path: String, instrument: InstrumentIndex) throws(TapeError) {
    var lines = TapeLines(file: try TapeFile(path: path))
    guard let line = try lines.next(rows: 0) else { throw .empty(path) }
    guard case .bytes(let range) = line else {
      throw .endlessLine(path, line: lines.lineNumber, bytes: TapeLines.longestLine)
    }
    let header = TapeHeader(lines.buffer[range])
    guard let kind = header.kind else { throw .unknownHeader(path, header: header.shown) }
    self.path = path
    self.kind = kind
    self.instrument = instrument
    var decoder = RowDecoder(kind: kind, instrument: instrument, columnCount: header.columns.count)
    if kind == .candles {
      decoder.candleLengthNanos = try lines.shortestStepNanos(kind: kind) ?? Nanos.perMinute
    }
    candleLengthNanos = kind == .candles ? decoder.candleLengthNanos : nil
    scan = TapeScan(lines: lines, columns: header.columns, decoder: decoder)
  }

  /// The next event; nil at the end. After an error every further call throws it again.
  public func next() throws(TapeError) -> MarketEvent? {
    if let failure { throw failure }
    do throws(TapeError) {
      return try scan.next()
    } catch {
      failure = error
      throw error
    }
  }

  /// Empties a block and reads the next events into it, as many as it takes; none at the end. What stands
  /// before an error comes first: the next call throws it.
  public func next(into block: inout TapeBlock) throws(TapeError) {
    block.clear()
    if let failure { throw failure }
    do throws(TapeError) {
      try scan.fill(&block)
    } catch {
      failure = error
      if block.events.isEmpty { throw error }
    }
  }

  /// Bytes of the file consumed, compressed where the file is.
  public var bytesRead: Int64 { scan.lines.file.bytesRead }

  /// How far the tape has been read, for a progress bar; costs nothing.
  public var progress: TapeProgress {
    TapeProgress(
      bytesRead: bytesRead, fileBytes: scan.lines.file.size, rowsRead: rowsRead, badRowCount: badRowCount)
  }
}
