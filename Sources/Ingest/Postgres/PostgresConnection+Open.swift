internal import CLibPQ
internal import CSys
internal import Platform

extension PostgresConnection {
  /// What we ask of libpq where the user says nothing else: a dead peer is noticed within 25 s.
  static let defaults: [(keyword: String, value: String)] = [
    ("application_name", "sextant"), ("client_encoding", "UTF8"), ("gssencmode", "disable"),
    ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
  ]

  /// Connects and logs in.
  ///
  /// - Parameters:
  ///   - timeoutNanos: longest wait for all of it, over all hosts; `connect_timeout` in the string, when
  ///     shorter, counts instead. Looking up a name is not covered.
  ///   - interrupt: ends this and every later wait of the connection.
  /// - Throws: `.badConnectionString`, `.cannotConnect`, `.refusedLogin`, `.notThisProtocol`, `.timedOut`,
  ///   `.interrupted`.
  public static func open(
    _ string: ConnectionString, timeoutNanos: Int64, interrupt: Interrupt? = nil
  ) throws(PostgresError) -> PostgresConnection {
    var timeout = timeoutNanos
    if let seconds = string.value("connect_timeout").flatMap(Int32.init), seconds > 0 {
      timeout = min(timeout, Int64(seconds) * 1_000_000_000)
    }
    let (deadline, overflows) = MonotonicClock.nowNanoseconds().addingReportingOverflow(timeout)
    var words = string.words
    for (keyword, value) in defaults where !words.contains(where: { $0.keyword == keyword }) {
      words.append(ConnectionString.Word(keyword: keyword, value: value))
    }
    let started: OpaquePointer? = unsafe CStrings.with(words.map(\.keyword)) { keywords in
      unsafe CStrings.with(words.map(\.value)) { values in unsafe PQconnectStartParams(keywords, values, 0) }
    }
    guard let handle = unsafe started else { throw PostgresError(.cannotConnect, "out of memory") }
    let connection = unsafe PostgresConnection(handle, secrets: string.secrets, interrupt: interrupt)
    try unsafe connection.connect(handle, timeoutNanos: timeout, until: overflows ? .max : deadline)
    return connection
  }

  @unsafe
  private func connect(
    _ handle: OpaquePointer, timeoutNanos: Int64, until deadline: Int64
  ) throws(PostgresError) {
    unsafe sx_pq_mute(handle)
    // Only the verbose form tells the SQLSTATE of a refused login.
    unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    // One may have come from the environment or a password file of libpq's.
    if let password = unsafe PQpass(handle) { unsafe secrets.append(String(cString: password)) }
    var wantsWrite = true
    while true {
      if unsafe PQstatus(handle) == CONNECTION_BAD { throw unsafe refusal(handle) }
      switch unsafe wake(handle, wantsWrite: wantsWrite, until: deadline) {
      case .ready: break
      case .timedOut: throw unsafe silence(handle, timeoutNanos: timeoutNanos)
      case .interrupted: throw ended(.interrupted, "interrupted while connecting")
      case .failed: throw ended(.cannotConnect, "the socket cannot be waited for")
      }
      switch unsafe PQconnectPoll(handle) {
      case PGRES_POLLING_OK:
        guard unsafe PQsetnonblocking(handle, 1) == 0 else {
          throw ended(.cannotConnect, "the connection cannot be made non-blocking")
        }
        unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        return
      case PGRES_POLLING_READING: wantsWrite = false
      case PGRES_POLLING_WRITING: wantsWrite = true
      default: throw unsafe refusal(handle)
      }
    }
  }

  /// `host:port`, as far as libpq has come.
  @unsafe
  private func place(_ handle: OpaquePointer) -> String {
    let host = unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? ""
    let port = unsafe PQport(handle).map { unsafe String(cString: $0) } ?? ""
    return "\(host.isEmpty ? "the server" : host):\(port)"
  }

  /// The deadline came.
  @unsafe
  private func silence(_ handle: OpaquePointer, timeoutNanos: Int64) -> PostgresError {
    let place = unsafe place(handle)
    let millis = timeoutNanos / 1_000_000
    if unsafe PQstatus(handle) == CONNECTION_STARTED {
      return ended(.timedOut, "\(place) did not take the connection within \(millis) ms")
    }
    return ended(
      .timedOut,
      "\(place) took the connection and did not answer as a PostgreSQL server within \(millis) ms "
        + "(another service there, or all of the server's connections in use?)")
  }

  /// libpq gave up.
  @unsafe
  private func refusal(_ handle: OpaquePointer) -> PostgresError {
    let said = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
    let wantsPassword = unsafe PQconnectionNeedsPassword(handle) == 1
    let (words, state) = ServerText.refusal(said)
    let isLogin = wantsPassword || ServerText.isRefusedLogin(words, sqlState: state)
    if isLogin { return ended(.refusedLogin, words, sqlState: state) }
    if state == nil, ServerText.isForeignProtocol(words) {
      return unsafe ended(.notThisProtocol, "\(place(handle)) does not speak PostgreSQL: \(words)")
    }
    if state == nil, ServerText.isBadSetting(words) { return ended(.badConnectionString, words) }
    return ended(.cannotConnect, words.isEmpty ? "no connection" : words, sqlState: state)
  }
}
