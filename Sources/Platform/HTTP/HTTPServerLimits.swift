/// What clients may cost a server. Times in nanoseconds.
public struct HTTPServerLimits: Sendable {
  /// Most connections at one time; further ones wait in the system's queue.
  public var connections: Int
  /// Most of them from one other machine: an IPv4 address, or an IPv6 network of 64 bits; further ones are
  /// closed at once. This machine's own programs have all there are.
  public var connectionsPerNetwork: Int
  /// So many of them are for this machine's own programs, whatever others hold.
  public var connectionsKept: Int
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

  /// Off, this machine counts as any other: for tests, which have only this one.
  var exemptsLoopback = true

  /// The network a connection counts to; nil when it counts to none.
  func share(_ client: (network: String, isOwn: Bool)) -> String? {
    client.isOwn && exemptsLoopback ? nil : client.network
  }

  /// 2,000 connections of 32 KiB, a quarter of them for one other machine and 64 for this one alone, idle
  /// for 30 s, heads within 10 s, answers within 10 s and sent within 60 s, heartbeats every 15 s, a look
  /// every second.
  public init(
    connections: Int = 2_000, connectionMemoryBytes: Int = 32_768, idleSeconds: Int = 30,
    headNanoseconds: Int64 = 10_000_000_000, answerNanoseconds: Int64 = 10_000_000_000,
    sendNanoseconds: Int64 = 60_000_000_000,
    heartbeatNanoseconds: Int64 = 15_000_000_000, watchdogNanoseconds: Int64 = 1_000_000_000
  ) {
    self.connections = connections
    connectionsPerNetwork = max(connections / 4, 1)
    connectionsKept = min(64, connections / 8)
    self.connectionMemoryBytes = connectionMemoryBytes
    self.idleSeconds = idleSeconds
    self.headNanoseconds = headNanoseconds
    self.sendNanoseconds = sendNanoseconds
    self.answerNanoseconds = answerNanoseconds
    self.heartbeatNanoseconds = heartbeatNanoseconds
    self.watchdogNanoseconds = watchdogNanoseconds
  }
}
