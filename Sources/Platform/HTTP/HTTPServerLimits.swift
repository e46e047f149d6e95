/// What clients may cost a server. Times in nanoseconds.
public struct HTTPServerLimits: Sendable {
  /// Most connections at one time; further ones wait in the system's queue.
  public var connections: Int
  /// Memory of one connection, which is also the limit of a request's head.
  public var connectionMemoryBytes: Int
  /// A connection without a request is closed after this.
  public var idleSeconds: Int
  /// A new connection must have sent a whole head after this.
  public var headNanoseconds: Int64
  /// An answer must be with its client this long after it was begun; streams excepted.
  public var sendNanoseconds: Int64
  /// A request without an answer is answered with 504 after this.
  public var answerNanoseconds: Int64
  /// A stream with nothing to say gets a comment line this often.
  public var heartbeatNanoseconds: Int64
  /// How often the watchdog looks; all times above are kept to this.
  public var watchdogNanoseconds: Int64

  /// 2,000 connections of 32 KiB, idle for 30 s, heads within 10 s, answers within 10 s and sent within
  /// 60 s, heartbeats every 15 s, a look every second.
  public init(
    connections: Int = 2_000, connectionMemoryBytes: Int = 32_768, idleSeconds: Int = 30,
    headNanoseconds: Int64 = 10_000_000_000, answerNanoseconds: Int64 = 10_000_000_000,
    sendNanoseconds: Int64 = 60_000_000_000,
    heartbeatNanoseconds: Int64 = 15_000_000_000, watchdogNanoseconds: Int64 = 1_000_000_000
  ) {
    self.connections = connections
    self.connectionMemoryBytes = connectionMemoryBytes
    self.idleSeconds = idleSeconds
    self.headNanoseconds = headNanoseconds
    self.sendNanoseconds = sendNanoseconds
    self.answerNanoseconds = answerNanoseconds
    self.heartbeatNanoseconds = heartbeatNanoseconds
    self.watchdogNanoseconds = watchdogNanoseconds
  }
}
