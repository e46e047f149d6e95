internal import CMicroHTTPD
internal import Glibc

/// The C side of the server: turns the library's pointers into our objects and back.
///
/// Ownership: `target` retains the request's exchange for `con_cls`, `completed` releases it; a
/// connection's record is retained in its socket context between its start and its end; a stream is
/// retained by its response until the library frees that. The core outlives the daemon, so it is passed
/// without a retain.
enum HTTPCallbacks {
  static func make(for core: HTTPServerCore) -> sx_mhd_callbacks {
    unsafe sx_mhd_callbacks(
      accept: httpAccept, handle: httpHandle, completed: httpCompleted, connection: httpConnection,
      target: httpTarget,
      context: Unmanaged.passUnretained(core).toOpaque())
  }

  static func core(_ context: UnsafeMutableRawPointer?) -> HTTPServerCore? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<HTTPServerCore>.fromOpaque(context).takeUnretainedValue()
  }

  /// A response that asks the stream for its bytes until it ends.
  static func makeStreamResponse(_ stream: SSEStream, extra: [HTTPHeader] = []) -> OpaquePointer? {
    let context = unsafe Unmanaged.passRetained(stream).toOpaque()
    // The first number is MHD_SIZE_UNKNOWN, a macro Swift does not import.
    guard
      let raw = unsafe MHD_create_response_from_callback(
        .max, 4_096, httpStreamRead, context, httpStreamFree)
    else {
      unsafe Unmanaged<SSEStream>.fromOpaque(context).release()
      return nil
    }
    let lines = [
      HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("Cache-Control", "no-store"),
      HTTPHeader("X-Accel-Buffering", "no"), HTTPHeader("X-Content-Type-Options", "nosniff"),
      HTTPHeader("Connection", "close"),
    ]
    for line in lines + extra { unsafe RawResponse.add(line, to: raw) }
    return unsafe raw
  }
}

/// The raw request line's target, before anything is decoded: makes the request's exchange.
///
/// The query is ours to take apart. The library would do it too, right after this, into memory of the
/// connection that a few hundred items fill up, and then closes without an answer: so it is shown none. The
/// text is its own read buffer, which it cuts at the `?` itself the moment we return.
private func httpTarget(
  _ context: UnsafeMutableRawPointer?, _ uri: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let uri = unsafe uri else { return nil }
  let target = unsafe [UInt8](UnsafeRawBufferPointer(start: uri, count: strlen(uri)))
  if let mark = target.firstIndex(of: UInt8(ascii: "?")) {
    unsafe UnsafeMutablePointer(mutating: uri)[mark + 1] = 0
  }
  return unsafe Unmanaged.passRetained(HTTPExchange(target: target)).toOpaque()
}

private func httpHandle(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
  _ uploadSize: UnsafeMutablePointer<Int>?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let core = unsafe HTTPCallbacks.core(context), let connection = unsafe connection,
    let method = unsafe method, let uploadSize = unsafe uploadSize,
    let object = unsafe request?.pointee
  else { return .NO }
  let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(object).takeUnretainedValue()
  let piece = unsafe [UInt8](UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
  let token = unsafe String(cString: method)
  let targetLength = exchange.intake.withLock { $0.stage == .head ? $0.target.count : nil }
  if let targetLength, unsafe isTorn(method, url, version, targetLength) {
    exchange.intake.withLock { $0.isTorn = true }
  }
  let goesOn = unsafe core.handle(exchange, ConnectionHandle(connection), method: token, piece: piece)
  unsafe uploadSize.pointee = 0
  return goesOn ? .YES : .NO
}

/// Whether a NUL stands inside method or target: the parts of the request line lie in the library's buffer
/// one behind the other, each ended by a NUL in the place of its space.
private func isTorn(
  _ method: UnsafePointer<CChar>, _ url: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?,
  _ targetLength: Int
) -> Bool {
  guard let url = unsafe url, let version = unsafe version else { return false }
  let methodGap = unsafe url - method - strlen(method)
  let targetGap = unsafe version - url - targetLength
  // Parts that lie elsewhere would tell nothing.
  return (2...(1 << 20)).contains(methodGap) || (2...(1 << 20)).contains(targetGap)
}

private func httpCompleted(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ reason: MHD_RequestTerminationCode
) {
  guard let core = unsafe HTTPCallbacks.core(context), let object = unsafe request?.pointee else { return }
  unsafe request?.pointee = nil
  let exchange = unsafe Unmanaged<HTTPExchange>.fromOpaque(object).takeRetainedValue()
  if let stream = exchange.stream { core.streamEnded(stream) }
  core.requestEnded(exchange, hadHead: exchange.intake.withLock { $0.stage != .head })
  guard let connection = unsafe connection else { return }
  // The next request: the time to be idle, then the time for a head.
  let pause = Int64(core.limits.idleSeconds) * 1_000_000_000 + core.limits.headNanoseconds
  unsafe ConnectionHandle(connection).setDeadline(MonotonicClock.nowNanoseconds() + pause)
}

/// Before a connection becomes one: no closes it at once.
private func httpAccept(
  _ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
) -> MHD_Result {
  guard let core = unsafe HTTPCallbacks.core(context) else { return .NO }
  var text = [CChar](repeating: 0, count: 46)
  let isOwn = unsafe sx_mhd_share(address, &text, UInt32(text.count)) != 0
  let share = core.limits.share((network: ConnectionHandle.text(text), isOwn: isOwn))
  return core.registry.hasRoom(for: share, core.limits) ? .YES : .NO
}

private func httpConnection(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ event: MHD_ConnectionNotificationCode
) {
  guard let core = unsafe HTTPCallbacks.core(context), let connection = unsafe connection,
    let socketContext = unsafe socketContext
  else { return }
  if event == .CONNECTION_NOTIFY_STARTED {
    let record = ConnectionRegistry.Record(
      descriptor: unsafe ConnectionHandle(connection).descriptor,
      deadline: MonotonicClock.nowNanoseconds() + core.limits.headNanoseconds,
      share: core.limits.share(unsafe ConnectionHandle(connection).share))
    core.registry.add(record)
    unsafe socketContext.pointee = Unmanaged.passRetained(record).toOpaque()
  } else if let object = unsafe socketContext.pointee {
    unsafe socketContext.pointee = nil
    core.registry.remove(
      unsafe Unmanaged<ConnectionRegistry.Record>.fromOpaque(object).takeRetainedValue())
  }
}

/// 0 after suspending, -1 (the library's end of stream) at the end.
private func httpStreamRead(
  _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?,
  _ room: Int
) -> Int {
  guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
  let stream = unsafe Unmanaged<SSEStream>.fromOpaque(context).takeUnretainedValue()
  return unsafe stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: room)) ?? -1
}

private func httpStreamFree(_ context: UnsafeMutableRawPointer?) {
  guard let context = unsafe context else { return }
  unsafe Unmanaged<SSEStream>.fromOpaque(context).release()
}
