internal import CSys
internal import Glibc

/// Where the main thread waits for the end: a signal from outside, or word from inside.
///
/// Needs `Signals.blockForProcess()` before any thread was started.
public final class SignalWaiter: Sendable {
  /// Why the wait is over.
  public enum Event: Sendable, Equatable {
    /// SIGTERM or SIGINT: stop in order.
    case terminate
    /// SIGHUP: read again what can be read again.
    case hangup
    /// The process itself wants to end, with this exit code.
    case ended(code: Int32)
  }

  private let signals: Int32
  private let ended: Int32
  private let code = Locked<Int32?>(nil)

  /// Opens the two descriptors. Without them the process could not be stopped in order, so a system
  /// that has none left stops it with a message.
  public init() {
    signals = sx_signals_descriptor()
    ended = sx_eventfd()
    precondition(signals >= 0 && ended >= 0, "the system has no descriptor left for signals")
  }

  deinit {
    Glibc.close(signals)
    Glibc.close(ended)
  }

  /// Waits for the next event. After `end` was called it answers `.ended` each time.
  public func wait() -> Event {
    while true {
      if let event = poll(milliseconds: -1) { return event }
    }
  }

  /// Waits at most so long; `nil` when nothing happened.
  public func poll(milliseconds: Int32) -> Event? {
    let ready = sx_poll_readable(signals, ended, milliseconds)
    if ready & 2 != 0, let code = code.withLock({ $0 }) { return .ended(code: code) }
    guard ready & 1 != 0 else { return nil }
    switch sx_signals_next(signals) {
    case SIGTERM, SIGINT: return .terminate
    case SIGHUP: return .hangup
    default: return nil
    }
  }

  /// The number of a signal that has come, without waiting; nil when there is none. One that the process was
  /// started to ignore, as by `nohup`, is passed over.
  public func next() -> Int32? {
    while true {
      let number = sx_signals_next(signals)
      guard number > 0 else { return nil }
      if sx_signal_is_ignored(number) == 0 { return number }
    }
  }

  /// Ends the wait from any thread. The first code counts.
  public func end(code exitCode: Int32) {
    code.withLock { $0 = $0 ?? exitCode }
    _ = sx_eventfd_signal(ended)
  }
}
