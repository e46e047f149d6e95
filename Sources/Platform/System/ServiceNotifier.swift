internal import CSys
internal import Glibc

/// Tells the service manager (systemd) that we are ready, what we do, and that we are alive.
///
/// One datagram a message; a manager that does not listen is no failure of ours.
public struct ServiceNotifier: Sendable {
  /// Nanoseconds within which the manager wants a sign of life; nil when it wants none.
  public let watchdogNanos: Int64?
  private let socket: String

  /// What the environment names; nil when nobody asked to be told.
  public init?() {
    guard let socket = Self.variable("NOTIFY_SOCKET"), !socket.isEmpty else { return nil }
    // Meant for another process when it names one.
    let isOurs = Self.variable("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
    let micros = isOurs ? Self.variable("WATCHDOG_USEC").flatMap { Int64($0) } : nil
    self.init(socket: socket, watchdogNanos: micros.flatMap { $0 > 0 ? $0.clampedNanos : nil })
  }

  /// A manager at a socket: a path, or an abstract name with `@` at its front.
  public init(socket: String, watchdogNanos: Int64?) {
    self.socket = socket
    self.watchdogNanos = watchdogNanos
  }

  /// We are ready. Said once.
  public func ready() { send("READY=1") }

  /// What we do now, one line.
  public func status(_ line: String) {
    send("STATUS=" + line.map { $0.isNewline ? " " : String($0) }.joined())
  }

  /// We are alive.
  public func alive() { send("WATCHDOG=1") }

  /// We are about to end.
  public func stopping() { send("STOPPING=1") }

  private func send(_ message: String) {
    _ = unsafe sx_notify(socket, message, message.utf8.count)
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

extension Int64 {
  /// Microseconds as nanoseconds, cut where 64 bits end.
  fileprivate var clampedNanos: Int64 {
    let (nanos, overflow) = multipliedReportingOverflow(by: 1_000)
    return overflow ? .max : nanos
  }
}
