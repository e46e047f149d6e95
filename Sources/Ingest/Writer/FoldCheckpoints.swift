import Desk

/// The journal's fold, and copies of it to go back to: so that sending the last minutes again does not mean
/// reading the session from its beginning.
struct FoldCheckpoints {
  /// Least nanoseconds between two copies: the change after one copies the account's tables.
  static let copyNanos: Int64 = 30_000_000_000

  /// By what the store knows this data directory.
  let directory: String
  /// The fold as it stands.
  var fold: JournalFold

  private let reader: JournalReader
  private let rules: ProjectionRules
  private var older: JournalFold
  private var newer: JournalFold?
  private var copiedAt: Int64?

  init(reader: JournalReader, rules: ProjectionRules, directory: String) {
    self.reader = reader
    self.rules = rules
    self.directory = directory
    fold = JournalFold(reader: reader, rules: rules, after: 0)
    older = fold
  }

  /// Goes back to after an event: to the newest copy at or before it that saves reading, else anew.
  mutating func rewind(to seq: Int64) throws(JournalError) {
    // From a copy older than the cut the way on is cut off.
    let begin = max(try reader.cut()?.seq ?? 0, 1)
    let copies = [newer, older].compactMap { $0 }.filter { $0.cursor <= seq && $0.cursor >= begin }
    if let copy = copies.max(by: { $0.cursor < $1.cursor }) {
      fold = copy
      var unused: [Row] = []
      while fold.cursor < seq, try fold.step(through: seq, into: &unused) { unused.removeAll() }
    } else {
      fold = JournalFold(reader: reader, rules: rules, after: seq)
    }
    older = fold
    newer = nil
    copiedAt = nil
  }

  /// Takes a copy now and then; two are held, the older one at or before the safe event.
  mutating func note(safe: Int64, at now: Int64) {
    if let newer, newer.cursor <= safe {
      older = newer
      self.newer = nil
    }
    if newer == nil, now - (copiedAt ?? .min / 2) >= Self.copyNanos {
      newer = fold
      copiedAt = now
    }
  }
}
