internal import CSys

/// What the process does with signals.
public enum Signals {
  /// Blocks SIGTERM, SIGINT and SIGHUP, and ignores SIGPIPE and SIGXFSZ: a write to a pipe that nobody reads,
  /// or to a file that outgrows its limit, then fails instead of ending the process.
  ///
  /// To be called first thing in `main`, before any thread exists: threads inherit the mask, and a
  /// signal that one thread leaves open kills the process before anyone can stop it in order.
  public static func blockForProcess() {
    let code = sx_signals_block()
    precondition(code == 0, "the system refused to block signals (errno \(-code))")
  }

  /// Lets SIGTERM, SIGINT and SIGHUP end the process again: for a command with nothing to put in order.
  /// To be called before any other thread exists.
  public static func letThrough() {
    let code = sx_signals_unblock()
    precondition(code == 0, "the system refused to unblock signals (errno \(-code))")
  }
}
