import Primitives
import Sync
import Trading

extension AccountDesk {
  /// Tells people of the machine, in alerts: whether entries are allowed follows from what fires.
  mutating func learn(_ notice: HostNotice, at now: Timestamp, into step: inout Step) {
    switch notice {
    case .storageLow(let free):
      raise(
        .storageLow, .critical, symbol: "",
        message: "\(free / (1 << 20)) MB are left for journal and tables: no entries until there is room",
        details: [AlertDetail("free_bytes", String(free))], at: now, into: &step)
    case .storageFine(let free):
      resolve(
        .storageLow, symbol: "", "\(free / (1 << 20)) MB are free: entries are taken again", at: now,
        into: &step)
    case .clockJumped(let nanoseconds):
      let millis = nanoseconds.magnitude / UInt64(Nanos.perMillisecond)
      raise(
        .clockJump, .warning, symbol: "",
        message: "the wall clock was set \(nanoseconds < 0 ? "back" : "forward") by \(millis) ms",
        details: [AlertDetail("nanoseconds", String(nanoseconds))], at: now, into: &step)
    }
  }
}

extension AccountState {
  /// True while the alert of a nearly full disk holds.
  public var isStorageLow: Bool { alerts.firing.contains { $0.type == .storageLow } }
}
