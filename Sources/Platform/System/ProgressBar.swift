internal import Glibc

/// Shows how far a long job is: a moving bar on a terminal, one line every 10 s elsewhere.
///
/// Cheap to call for every item: it looks at the clock and mostly does nothing.
public struct ProgressBar {
  private let label: String
  private let total: Int
  private let descriptor: Int32
  private let isTerminal: Bool
  private let start: Int64
  private var nextAt: Int64

  /// A bar from 0 to `total` on standard error.
  public init(label: String, total: Int, descriptor: Int32 = 2) {
    self.label = label
    self.total = total
    self.descriptor = descriptor
    isTerminal = ANSI.isTerminal(descriptor)
    start = MonotonicClock.nowNanoseconds()
    nextAt = start + (isTerminal ? 0 : 10_000_000_000)
  }

  /// Says that `done` items are done.
  public mutating func update(_ done: Int) {
    let now = MonotonicClock.nowNanoseconds()
    guard now >= nextAt else { return }
    nextAt = now + (isTerminal ? 100_000_000 : 10_000_000_000)
    show(done, now)
  }

  /// Shows the final state and moves on to the next line.
  public mutating func finish(_ done: Int) {
    show(done, MonotonicClock.nowNanoseconds())
    if isTerminal { write("\n") }
  }

  private func show(_ done: Int, _ now: Int64) {
    let columns = isTerminal ? ANSI.columns(of: descriptor) - 1 : 79
    let text = Self.line(
      label: label, done: done, total: total, elapsedNanoseconds: now - start, columns: columns,
      hasBar: isTerminal)
    write(isTerminal ? "\r\(text)\u{1B}[K" : text + "\n")
  }

  /// `replay [########------------]  40 %  4000/10000  ETA 0:12`, at most `columns` wide.
  static func line(
    label: String, done: Int, total: Int, elapsedNanoseconds: Int64, columns: Int, hasBar: Bool
  ) -> String {
    let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    let percent = String(Int(share * 100))
    var tail = String(repeating: " ", count: 3 - percent.count) + "\(percent) %  \(done)/\(total)"
    if done > 0, done < total {
      let seconds = Double(elapsedNanoseconds) / 1e9 * (1 - share) / share
      tail += "  ETA \(clock(seconds))"
    }
    let room = columns - label.count - tail.count - 5
    guard hasBar, room >= 8 else { return String("\(label) \(tail)".prefix(columns)) }
    let filled = Int(Double(min(room, 40)) * share)
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: min(room, 40) - filled)
    return "\(label) [\(bar)] \(tail)"
  }

  private static func clock(_ seconds: Double) -> String {
    guard seconds < 360_000 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    let two = { (value: Int) in (value < 10 ? "0" : "") + String(value) }
    return whole < 3_600
      ? "\(whole / 60):\(two(whole % 60))" : "\(whole / 3_600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }

  private func write(_ text: String) {
    // Only a picture: what a terminal does not take is not worth a retry.
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
