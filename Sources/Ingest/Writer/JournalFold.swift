public import Desk
public import Trading

/// Turns the journal into rows, from any event on: what writer, `ship` and `verify` share.
///
/// A value: a copy is a checkpoint to go back to. It holds the states of the journal's accounts and one
/// page of events, however long the journal is.
public struct JournalFold {
  /// Events read at once.
  static let page = 500

  /// Number of the newest event folded in.
  public private(set) var cursor: Int64
  /// Sessions met so far, in the order they began; with the running one of each account before the start.
  public private(set) var sessions: [SessionID] = []

  private let reader: JournalReader
  private let rules: ProjectionRules
  private var builders: [AccountID: RowBuilder] = [:]
  /// Events read and not folded in yet, the next one last.
  private var waiting: [JournaledEvent] = []

  /// A fold that begins after an event; what came before is read when an account is first met. Where the
  /// journal was cut later than that it begins at the cut.
  public init(reader: JournalReader, rules: ProjectionRules, after seq: Int64) {
    self.reader = reader
    self.rules = rules
    cursor = seq
  }

  /// Folds in the next events, at most `limit`, and appends their rows.
  ///
  /// - Returns: how many; 0 when there is none after the cursor.
  public mutating func next(limit: Int, into rows: inout [Row]) throws(JournalError) -> Int {
    var count = 0
    while count < limit, try step(into: &rows) { count += 1 }
    return count
  }

  /// Folds in the next event and appends its rows; false when there is none up to `last`.
  mutating func step(through last: Int64 = .max, into rows: inout [Row]) throws(JournalError) -> Bool {
    if waiting.isEmpty { waiting = try page().reversed() }
    guard let journaled = waiting.last, journaled.seq <= last else { return false }
    waiting.removeLast()
    if builders[journaled.account] == nil {
      builders[journaled.account] = try builder(of: journaled.account, before: journaled.seq)
    }
    if case .sessionStarted(let start) = journaled.event { sessions.append(start.sessionID) }
    builders[journaled.account]?.rows(
      for: journaled.event, at: journaled.at, seq: journaled.seq, recordedAt: journaled.recordedAt,
      into: &rows)
    cursor = journaled.seq
    return true
  }

  /// The next events. Numbers have no gap: where there is one, the journal was cut before this fold came so
  /// far, and what it has folded is worth nothing any more.
  private func page() throws(JournalError) -> [JournaledEvent] {
    let events = try reader.events(after: cursor, limit: Self.page)
    guard let first = events.first, first.seq != cursor + 1, !builders.isEmpty else { return events }
    throw JournalError(
      .unreadable, "The journal was cut after event \(first.seq - 1) while it was read. Do it again.")
  }

  /// A builder with everything of an account before an event in it.
  private mutating func builder(
    of account: AccountID, before seq: Int64
  ) throws(JournalError) -> RowBuilder {
    let recovered = try Recovery.load(
      account: account, instruments: rules.instruments, maxOrders: rules.maxOrders, from: reader,
      through: seq - 1)
    if let session = recovered.state.session { sessions.append(session.sessionID) }
    return RowBuilder(state: recovered.state, instruments: rules.instruments)
  }
}
