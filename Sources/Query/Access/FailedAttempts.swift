/// Wrong tokens by remote address, so that nobody can try many.
///
/// Bounded: at the cap the address whose window is oldest is forgotten. Times are monotonic nanoseconds.
struct FailedAttempts: Sendable {
  /// Wrong tokens an address may send within a window.
  static let limit = 10
  /// From the first wrong token on.
  static let windowNanos: Int64 = 60_000_000_000
  /// Most addresses remembered.
  static let cap = 1_024

  private struct Window: Sendable {
    var began: Int64
    var count: Int
  }

  private var windows: [String: Window] = [:]

  /// How many addresses are remembered.
  var count: Int { windows.count }

  /// Whole seconds until an address may try again; nil when it may now.
  func secondsBlocked(_ address: String, at now: Int64) -> Int? {
    guard let window = windows[address], window.count >= Self.limit else { return nil }
    let left = window.began + Self.windowNanos - now
    return left > 0 ? Int((left + 999_999_999) / 1_000_000_000) : nil
  }

  /// Notes a wrong token.
  mutating func note(_ address: String, at now: Int64) {
    if var window = windows[address], now - window.began < Self.windowNanos {
      window.count += 1
      windows[address] = window
      return
    }
    if windows[address] == nil, windows.count >= Self.cap { forgetOldest() }
    windows[address] = Window(began: now, count: 1)
  }

  private mutating func forgetOldest() {
    guard let oldest = windows.min(by: { $0.value.began < $1.value.began }) else { return }
    windows.removeValue(forKey: oldest.key)
  }
}
