internal import CLibPQ
internal import CSys
internal import Platform

/// One connection to a PostgreSQL or QuestDB server, for one thread.
///
/// libpq without blocking: every wait is on the socket, the interrupt and a deadline at once; only the
/// look-up of a host name, inside libpq, is the system's. After `.lost`, `.timedOut` and `.interrupted`
/// the connection is closed, and every later call throws `.lost`.
///
/// Not `Sendable`: the compiler keeps it on its thread. Its own memory is bounded by what is in flight
/// and by the largest single row the server sends.
@safe
public final class PostgresConnection {
  /// Longest wait for any one answer (a transaction, a statement, the next row); 60 s unless set.
  public var answerTimeoutNanos: Int64 = 60_000_000_000

  private(set) var handle: OpaquePointer?
  let interrupt: Interrupt?
  /// Kept out of every message.
  var secrets: [String]

  /// Transactions sent whose answer is due, the oldest first.
  var flights: [Flight] = []
  /// What the server has prepared, by the statement's name.
  var prepared: [String: ServerStatement] = [:]
  /// Counts the times prepared statements were forgotten; part of their names at the server.
  var generation = 0
  var isPipelining = false
  /// A transaction was refused: nothing but `receive` and `recover` until that is done.
  var needsRecovery = false
  /// Inside `forEachRow`.
  var isReading = false
  var cancel: CancelRequest?

  /// Takes over a handle of libpq.
  @unsafe
  init(_ handle: OpaquePointer, secrets: [String], interrupt: Interrupt?) {
    unsafe self.handle = handle
    self.secrets = secrets
    self.interrupt = interrupt
  }

  deinit { close() }

  /// True until it is closed, by us or by an error that ends it.
  public var isOpen: Bool { unsafe handle != nil }

  /// Transactions submitted whose answer was not received.
  public var inFlight: Int { flights.count }

  /// What the server says of itself: `server_version`, `server_encoding` …; nil when it says nothing.
  public func parameter(_ name: String) -> String? {
    guard let handle = unsafe handle, let value = unsafe PQparameterStatus(handle, name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Lets go of the server, at once and without waiting; harmless when closed already.
  public func close() {
    guard let handle = unsafe handle else { return }
    unsafe self.handle = nil
    flights = []
    prepared = [:]
    isPipelining = false
    needsRecovery = false
    unsafe PQfinish(handle)
  }
}

extension PostgresConnection {
  /// How a wait ended.
  enum Wake {
    case ready
    case timedOut
    case interrupted
    case failed
  }

  /// The moment by which an answer asked for now must be there.
  var answerDeadline: Int64 {
    let (deadline, overflows) = MonotonicClock.nowNanoseconds().addingReportingOverflow(answerTimeoutNanos)
    return overflows ? .max : deadline
  }

  /// libpq's handle.
  ///
  /// - Throws: `.lost` when the connection is closed.
  func live() throws(PostgresError) -> OpaquePointer {
    guard let handle = unsafe handle else { throw PostgresError(.lost, "the connection is closed") }
    return unsafe handle
  }

  /// Closes, and gives the error back with its words cleaned.
  func ended(_ code: PostgresError.Code, _ message: String, sqlState: String? = nil) -> PostgresError {
    close()
    return error(code, message, sqlState: sqlState)
  }

  /// An error without our secrets.
  func error(_ code: PostgresError.Code, _ message: String, sqlState: String? = nil) -> PostgresError {
    PostgresError(code, ServerText.scrubbed(message, of: secrets), sqlState: sqlState)
  }

  /// Waits until the socket can be read (or written, if wanted), once.
  @unsafe
  func wake(_ handle: OpaquePointer, wantsWrite: Bool, until deadline: Int64) -> Wake {
    if interrupt?.isRaised == true { return .interrupted }
    let left = deadline - MonotonicClock.nowNanoseconds()
    if left <= 0 { return .timedOut }
    var millis = Int32(clamping: left / 1_000_000 + 1)
    // Without a descriptor the interrupt is a flag to look at.
    if let interrupt, interrupt.descriptor < 0 { millis = min(millis, 100) }
    let bits = unsafe sx_poll_socket(
      PQsocket(handle), wantsWrite ? 1 : 0, interrupt?.descriptor ?? -1, millis)
    if bits < 0 { return .failed }
    return interrupt?.isRaised == true ? .interrupted : .ready
  }

  /// Waits until the socket can be read or written; may return early, and with nothing to do.
  ///
  /// - Throws: `.timedOut`, `.interrupted` or `.lost`; the connection is closed then.
  @unsafe
  func wait(_ handle: OpaquePointer, wantsWrite: Bool, until deadline: Int64) throws(PostgresError) {
    switch unsafe wake(handle, wantsWrite: wantsWrite, until: deadline) {
    case .ready: return
    case .timedOut:
      throw ended(.timedOut, "no answer within \(answerTimeoutNanos / 1_000_000) ms")
    case .interrupted: throw ended(.interrupted, "interrupted while waiting for the server")
    case .failed: throw ended(.lost, "the socket cannot be waited for")
    }
  }
}
