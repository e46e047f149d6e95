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
  public private(set) var row: Int64 = 0
  /// Data rows read so far, bad ones counted.
  public private(set) var rowsRead: Int64 = 0
  /// Bad rows so far.
  public private(set) var badRowCount: Int64 = 0
  /// The first bad rows.
  public private(set) var badRows: [BadRow] = []

  private let columns: [String]
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
    columns = header.columns
    var decoder = RowDecoder(kind: kind, instrument: instrument, columnCount: header.columns.count)
    if kind == .candles {
      decoder.candleLengthNanos = try lines.shortestStepNanos(kind: kind) ?? Nanos.perMinute
    }
    candleLengthNanos = kind == .candles ? decoder.candleLengthNanos : nil
    scan = TapeScan(lines: lines, decoder: decoder)
  }

  /// The next event; nil at the end. After an error every further call throws it again.
  public func next() throws(TapeError) -> MarketEvent? {
    if let failure { throw failure }
    do throws(TapeError) {
      while let next = try scan.next(rows: rowsRead) {
        rowsRead += 1
        switch next {
        case .event(let event):
          row = rowsRead
          return event
        case .bad(let fault, let range): note(fault, range)
        }
      }
      return nil
    } catch {
      failure = error
      throw error
    }
  }

  /// Bytes of the file consumed, compressed where the file is.
  public var bytesRead: Int64 { scan.lines.file.bytesRead }

  /// How far the tape has been read, for a progress bar; costs nothing.
  public var progress: TapeProgress {
    TapeProgress(
      bytesRead: bytesRead, fileBytes: scan.lines.file.size, rowsRead: rowsRead, badRowCount: badRowCount)
  }

  @inline(never)
  private func note(_ fault: RowFault, _ range: Range<Int>) {
    badRowCount += 1
    guard badRows.count < Self.badRowCap else { return }
    let reason = fault.reason(line: scan.lines.buffer[range], columns: columns)
    badRows.append(BadRow(lineNumber: scan.lines.lineNumber, row: rowsRead, reason: reason))
  }
}
