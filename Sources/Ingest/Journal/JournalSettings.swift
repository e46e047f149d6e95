/// The bounds of the threads of journal and tables.
public struct JournalSettings: Sendable {
  /// Most items that wait to be committed; beyond it `append` refuses.
  public var inboxCapacity = 65_536
  /// Nanoseconds a batch nobody waits for may be held back, to share the commit of one that is awaited.
  public var learnedDelayNanos: Int64 = 2_000_000
  /// Nanoseconds the tables may lag behind the journal.
  public var projectionDelayNanos: Int64 = 100_000_000
  /// Events the tables may lag behind the journal: beyond it commits wait for them, unless they failed, or
  /// have further to catch up from a start or a rebuild.
  public var projectionLag = 16_000
  /// Events after which the tables are written at once.
  public var projectionBatch = 1_000
  /// Most events in one transaction of the tables while they are closer behind than that.
  public var projectionSlice = 120
  /// Most events in one transaction of the tables else: the more, the fewer pages are written twice.
  public var projectionTransaction = 16_000
  /// Nanoseconds without work after which the write-ahead log is moved into the file.
  public var idleCheckpointNanos: Int64 = 1_000_000_000
  /// Bytes of write-ahead log at which it is moved even without a pause.
  public var logLimitBytes = 64 << 20
  /// The same of the tables' own log.
  public var tablesLogLimitBytes = 32 << 20
  /// Nanoseconds between attempts to commit on a full disk, and to write the tables after a failure.
  public var retryNanos: Int64 = 1_000_000_000
  /// Nanoseconds the file may be checked for damage before it is opened; what is not looked at by then is
  /// found when it is read.
  public var checkNanos: Int64 = 10_000_000_000
  /// Snapshots kept of each account.
  public var snapshotsKept: Int64 = 3

  /// Room to give up on a full disk; nil: none.
  public var reserve: ReserveFile?

  /// Runs on the journal's thread before the file is opened for writing: where tests take room away.
  var beforeOpen: (@Sendable () throws(SQLiteError) -> Void)?
  /// Runs on the journal's thread before every attempt to commit: where tests take room away.
  var beforeCommit: (@Sendable (SQLiteConnection) -> Void)?
  /// Runs on the tables' thread before every transaction of theirs.
  var beforeProjection: (@Sendable (SQLiteConnection) -> Void)?

  /// The defaults of the design.
  public init() {}
}
