import Desk
import Primitives

/// Judges what a machine says of its disk and its clocks; whoever has them reads them.
struct HostWatch {
  /// Wall time between two looks, nanoseconds.
  static let intervalNanos: Int64 = Nanos.perSecond
  /// With less than this free, bytes, entries stop.
  static let leastFreeBytes: Int64 = 64 << 20
  /// With this free, bytes, they go on: a little more, so that one file does not switch them to and fro.
  static let enoughFreeBytes: Int64 = 96 << 20
  /// A wall clock that leaves the monotonic one by more than this between two looks was set, nanoseconds.
  static let clockToleranceNanos: Int64 = Nanos.perSecond

  private var isLow: Bool
  private var offset: Int64?

  /// A watch that goes on from what the account was last told.
  init(isStorageLow: Bool) { isLow = isStorageLow }

  /// What is to be told; nothing when all is as before.
  ///
  /// - Parameters:
  ///   - freeBytes: room for the data directory; nil when it cannot be read, which proves nothing.
  ///   - wall: nanoseconds since 1970.
  ///   - monotonic: nanoseconds of a clock that nobody sets.
  mutating func look(freeBytes: Int64?, wall: Int64, monotonic: Int64) -> [HostNotice] {
    var notices: [HostNotice] = []
    if let freeBytes {
      if !isLow, freeBytes < Self.leastFreeBytes {
        isLow = true
        notices.append(.storageLow(freeBytes: freeBytes))
      } else if isLow, freeBytes >= Self.enoughFreeBytes {
        isLow = false
        notices.append(.storageFine(freeBytes: freeBytes))
      }
    }
    let now = wall &- monotonic
    if let offset {
      let jump = now &- offset
      if jump.magnitude > UInt64(Self.clockToleranceNanos) {
        notices.append(.clockJumped(nanoseconds: jump))
      }
    }
    offset = now
    return notices
  }
}
