/// What the shell noticed of the machine it runs on.
public enum HostNotice: Hashable, Sendable {
  /// So many bytes are left for journal and tables, too few: entries stop, so that exits and cancels can
  /// still be journaled.
  case storageLow(freeBytes: Int64)
  /// There is room again.
  case storageFine(freeBytes: Int64)
  /// The wall clock was set by so many nanoseconds, back when negative.
  case clockJumped(nanoseconds: Int64)
}
