import Platform

/// What stops a run that has files to take away again: Ctrl-C, SIGTERM or SIGHUP.
struct RunStop {
  /// The signal that came.
  struct Stopped: Error {
    let signal: Int32
    /// As a shell tells it of a process that a signal ended: 128 more than the signal.
    var exitCode: Int32 { 128 + signal }
  }

  private let waiter: SignalWaiter

  /// From here on signals wait for `check`. To be made before any other thread exists.
  init() {
    Signals.blockForProcess()
    waiter = SignalWaiter()
  }

  /// Throws when a signal has come; costs a system call or two.
  func check() throws(Stopped) {
    if let signal = waiter.next() { throw Stopped(signal: signal) }
  }
}
