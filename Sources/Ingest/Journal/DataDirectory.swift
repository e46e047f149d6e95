internal import Platform

/// The directory with everything that must survive us, owned by one process at a time.
///
/// The lock is the kernel's, on an open file: it goes with the process, however that ends, so no stale
/// lock is ever left behind.
public final class DataDirectory: Sendable {
  /// The directory, as it was given.
  public let path: String
  /// The journal.
  public var journalPath: String { path + "/sextant.sqlite" }
  /// The tables a quant reads.
  public var tablesPath: String { Self.tablesPath(besideJournal: journalPath) }
  /// The simulated exchange's log.
  public var paperPath: String { path + "/paper.sqlite" }

  private let lock: Locked<FileLock?>

  /// Creates the directory (0700) with its parents if need be, and takes its lock.
  public init(path: String) throws(JournalError) {
    self.path = path
    do {
      try Files.createDirectory(path)
      lock = Locked(try FileLock(directory: path))
    } catch { throw JournalError(error, directory: path) }
  }

  /// Takes the lock of a directory that is there; creates none.
  public convenience init(existing path: String) throws(JournalError) {
    guard Files.canonicalPath(path + "/sextant.sqlite") != nil else {
      throw JournalError(
        .unreadable, "There is no journal in \(path). Name the data directory of the service.")
    }
    try self.init(path: path)
  }

  /// Where the tables of a journal are.
  static func tablesPath(besideJournal path: String) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return folder + "tables.sqlite"
  }

  /// Gives the lock back; what is still written here is the caller's fault. The end of the last
  /// reference does the same.
  public func release() {
    lock.withLock { $0 = nil }
  }
}

extension JournalError {
  fileprivate init(_ error: FileError, directory: String) {
    if case .locked(let process) = error.code {
      let owner = process.map { "process \($0)" } ?? "another process"
      self.init(
        .inUse,
        "The data directory \(directory) is in use by \(owner). One process owns a directory: end that "
          + "one first, or give this one a directory of its own.")
    } else {
      self.init(
        .notWritable,
        "The data directory \(directory) cannot be used (\(error)). Create it, or give it to the user "
          + "this program runs as, or name another one.")
    }
  }
}
