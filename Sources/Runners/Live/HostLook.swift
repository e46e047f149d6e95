import Desk
import Ingest
import Platform
import Primitives

/// Reads disk and clocks of the machine once a second, for the account to be told.
struct HostLook {
  private let directory: String
  private let reserve: ReserveFile
  private var watch: HostWatch
  private var nextAt: Int64 = 0

  /// - Parameters:
  ///   - directory: the data directory.
  ///   - isStorageLow: what the account was told last.
  init(directory: String, isStorageLow: Bool) {
    self.directory = directory
    reserve = ReserveFile(directory: directory)
    watch = HostWatch(isStorageLow: isStorageLow)
  }

  /// What is to be told now; mostly nothing. Keeps the reserve where there is room for it.
  mutating func notices() -> [HostNotice] {
    let now = MonotonicClock.nowNanoseconds()
    guard now >= nextAt else { return [] }
    nextAt = now + HostWatch.intervalNanos
    let free = Files.freeBytes(at: directory)
    if let free, free >= HostWatch.enoughFreeBytes { reserve.fill() }
    return watch.look(freeBytes: free, wall: WallClock.now().nanoseconds, monotonic: now)
  }
}
