import Desk
import Ingest
import Platform
import Primitives

/// Reads disk and clocks of the machine once a second, for the account to be told.
///
/// A nearly full disk is told to every account and is an alert of each: whether it takes entries is a fold
/// of its own journal, so that a restart finds it as it was, and a client of one sees why it refuses. A clock
/// that was set stops nothing: the leading account tells it, once for the machine.
struct HostLook {
  private let directory: String
  private let reserve: ReserveFile
  private let leads: @Sendable () -> Bool
  private var watch: HostWatch
  private var nextAt: Int64 = 0

  /// - Parameters:
  ///   - directory: the data directory.
  ///   - isStorageLow: what the account was told last.
  ///   - leads: whether it is the leading account, asked at every look.
  init(directory: String, isStorageLow: Bool, leads: @escaping @Sendable () -> Bool) {
    self.leads = leads
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
    let notices = watch.look(freeBytes: free, wall: WallClock.now().nanoseconds, monotonic: now)
    return leads() ? notices : notices.filter(\.isForEveryAccount)
  }
}

extension HostNotice {
  fileprivate var isForEveryAccount: Bool {
    switch self {
    case .storageLow, .storageFine: true
    case .clockJumped: false
    }
  }
}
