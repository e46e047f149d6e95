internal import Platform
internal import Trading

/// The thread that parses a tape ahead, seen from the one that uses its events.
///
/// Blocks go round: empty ones to the parser, full ones back. Their number bounds the memory, and neither
/// inbox can overflow. The parser ends with the tape, with an error, or when the inbox of empty ones closes.
final class TapeParser {
  let path: String
  let kind: TapeKind
  let instrument: InstrumentIndex
  /// How far the tape has been read up to the block handed out last.
  private(set) var progress: TapeProgress
  /// The first bad rows of that part.
  private(set) var badRows: [BadRow] = []

  private let empty = Inbox<TapeBlock>(capacity: ReadAheadTape.blockCap)
  private let full = Inbox<Parsed>(capacity: ReadAheadTape.blockCap)
  private let thread: OwnThread
  /// Taken and not yet handed out, the newest first.
  private var waiting: [Parsed] = []
  private var ending: Ending?

  /// Why no block follows.
  private enum Ending: Sendable {
    case tape
    case failure(TapeError)
  }

  /// A block with where the reader stood after it.
  private struct Parsed: Sendable {
    var block: TapeBlock
    let progress: TapeProgress
    let badRows: [BadRow]
    let ending: Ending?
  }

  /// A reader on its way to the thread, which alone uses it from then on.
  private final class Seat: Sendable {
    private let reader: Locked<TapeReader>

    init(_ reader: consuming sending TapeReader) { self.reader = Locked(reader) }

    /// Reads the next events into a block that nobody else holds.
    func parse(into block: inout TapeBlock) -> Parsed {
      reader.withLock { reader in
        var ending: Ending?
        do throws(TapeError) {
          try reader.next(into: &block)
          if block.events.isEmpty { ending = .tape }
        } catch { ending = .failure(error) }
        return Parsed(block: block, progress: reader.progress, badRows: reader.badRows, ending: ending)
      }
    }
  }

  init(_ reader: consuming sending TapeReader) {
    path = reader.path
    kind = reader.kind
    instrument = reader.instrument
    progress = reader.progress
    let seat = Seat(reader)
    // One less than the cap: the user of the events brings a block too.
    for _ in 1..<ReadAheadTape.blockCap { empty.post(TapeBlock()) }
    // Its file's name tells whose thread it is, as far as the kernel keeps names.
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
    thread = OwnThread.start(name: "tape " + name) { [empty, full] in Self.run(seat, empty, full) }
  }

  deinit {
    empty.close()
    thread.join()
  }

  /// Takes a block that is used up and gives the next for it; false at the end of the tape, again and again.
  func exchange(_ block: inout TapeBlock) throws(TapeError) -> Bool {
    while ending == nil {
      if waiting.isEmpty { waiting = full.take(waitingUpTo: nil).reversed() }
      guard let parsed = waiting.popLast() else { return false }
      let used = block
      block = parsed.block
      empty.post(used)
      progress = parsed.progress
      badRows = parsed.badRows
      ending = parsed.ending
      if !block.events.isEmpty { return true }
    }
    block = TapeBlock()
    if case .failure(let error) = ending { throw error }
    return false
  }

  private static func run(_ seat: Seat, _ empty: Inbox<TapeBlock>, _ full: Inbox<Parsed>) {
    while true {
      var blocks = empty.take(waitingUpTo: nil)
      if blocks.isEmpty { return }
      while var block = blocks.popLast() {
        if empty.isClosed { return }
        let parsed = seat.parse(into: &block)
        let isLast = parsed.ending != nil
        full.post(parsed)
        if isLast { return }
      }
    }
  }
}
