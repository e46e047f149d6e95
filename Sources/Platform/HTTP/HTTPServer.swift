internal import CMicroHTTPD
internal import CSys
internal import Glibc
internal import Synchronization

/// An HTTP/1.1 server on GNU libmicrohttpd: one epoll thread runs all connections and handlers, one
/// watchdog keeps the deadlines.
///
/// Meant for loopback or behind a reverse proxy: it speaks no TLS.
@safe public final class HTTPServer: Sendable {
  /// The host as it was given.
  public let host: String

  private struct State: Sendable {
    /// The library's daemon as the bits of its pointer; 0 when it does not run.
    var daemon: UInt = 0
    var boundPort: UInt16
    var watchdog: OwnThread?
  }

  private let requestedPort: UInt16
  private let core: HTTPServerCore
  private let state: Locked<State>

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - host: an IPv4 or IPv6 address of this machine, or `localhost` (127.0.0.1).
  ///   - port: 0 lets the system choose one, see `port`.
  ///   - gate: who may do what; everybody everything without one.
  public init(
    host: String, port: UInt16, router: HTTPRouter, limits: HTTPServerLimits = HTTPServerLimits(),
    gate: (any HTTPGate)? = nil
  ) {
    self.host = host
    requestedPort = port
    core = HTTPServerCore(router: router, limits: limits, gate: gate ?? OpenGate())
    state = Locked(State(boundPort: port))
  }

  deinit {
    stop(deadlineNanoseconds: 0)
  }

  /// The port it listens on; the one asked for before it starts.
  public var port: UInt16 { state.withLock { $0.boundPort } }

  /// Requests completed since the start, broken ones included.
  public var requestsServed: Int { core.requestsServed.load(ordering: .relaxed) }

  /// Connections waiting for another thread's answer.
  public var requestsWaiting: Int { core.waitingCount }

  /// How requests were answered, by route.
  public var metrics: any MetricSource { core.tally.answers }

  /// Connections open now.
  public var connectionsOpen: Int { core.registry.count }

  /// Event streams open now.
  public var streamsOpen: Int { core.streamCount }

  /// Starts to listen and to answer. Only once in a server's life.
  public func start() throws(HTTPServerError) {
    var boundPort: UInt16 = 0
    let address = host == "localhost" ? "127.0.0.1" : host
    let listening = unsafe sx_listen(address, requestedPort, 511, &boundPort)
    guard listening >= 0 else { throw error(-listening) }
    let callbacks = unsafe HTTPCallbacks.make(for: core)
    let limits = core.limits
    guard
      let daemon = unsafe sx_mhd_start(
        listening, callbacks, limits.connectionMemoryBytes, UInt32(clamping: limits.connections),
        UInt32(clamping: limits.idleSeconds))
    else {
      let code = errno
      close(listening)
      throw error(code == 0 ? EIO : code)
    }
    let bits = UInt(bitPattern: daemon)
    let watchdog = OwnThread.start(name: "http-watchdog") { [core] in core.runWatchdog() }
    state.withLock { state in
      state.daemon = bits
      state.boundPort = boundPort
      state.watchdog = watchdog
    }
  }

  /// Stops in order: accepts no more, ends streams behind their last event, answers 503 to requests
  /// that wait, lets what is being sent go out for at most the deadline, then closes everything.
  public func stop(deadlineNanoseconds: Int64 = 900_000_000) {
    let (bits, watchdog) = state.withLock { state in
      defer {
        state.daemon = 0
        state.watchdog = nil
      }
      return (state.daemon, state.watchdog)
    }
    guard let daemon = unsafe OpaquePointer(bitPattern: bits) else { return }
    let listening = unsafe MHD_quiesce_daemon(daemon)
    if listening >= 0 { close(listening) }
    core.beginStopping()
    core.waitUntilIdle(upTo: deadlineNanoseconds)
    // Whatever was suspended in between: the library must not be stopped with one left.
    core.beginStopping()
    unsafe MHD_stop_daemon(daemon)
    watchdog?.join()
  }

  private func error(_ number: Int32) -> HTTPServerError {
    let code: HTTPServerError.Code =
      switch number {
      case EADDRINUSE: .addressInUse
      case EADDRNOTAVAIL, EINVAL, EAFNOSUPPORT: .badAddress
      case EACCES, EPERM: .permissionDenied
      default: .system
      }
    return HTTPServerError(code: code, host: host, port: requestedPort, errnoValue: number)
  }
}
