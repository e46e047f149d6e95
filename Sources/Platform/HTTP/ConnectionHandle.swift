internal import CMicroHTTPD
internal import CSys
internal import Synchronization

/// One of the library's connections, as the bits of its pointer so that it can wait under a lock.
///
/// Using it is only right between the connection's callbacks `started` and `closed`; `HTTPExchange` and
/// `SSEStream` forget theirs, under their lock, in `completed`, which comes before.
struct ConnectionHandle: Sendable {
  private let bits: UInt

  init(_ connection: OpaquePointer) {
    bits = UInt(bitPattern: connection)
  }

  private var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: bits) }

  /// Stops the library from asking for an answer. Only inside one of the connection's callbacks.
  func suspend() {
    unsafe MHD_suspend_connection(pointer)
  }

  /// Lets it ask again, from any thread; once for each `suspend`.
  func resume() {
    unsafe MHD_resume_connection(pointer)
  }

  /// Queues a response inside one of the connection's callbacks. False: close the connection.
  func queue(_ raw: OpaquePointer?, status: Int) -> Bool {
    unsafe MHD_queue_response(pointer, UInt32(clamping: status), raw) == .YES
  }

  /// A stream may be silent for longer than the idle time-out.
  func disableTimeout() {
    unsafe sx_mhd_no_timeout(pointer)
  }

  /// What the kernel keeps for a stream whose client does not read: 256 KiB, rather than several MiB that
  /// grow with every such client outside our own count.
  func boundSendBuffer() {
    _ = sx_send_buffer(descriptor, 128 << 10)
  }

  var descriptor: Int32 { unsafe sx_mhd_descriptor(pointer) }

  var record: ConnectionRegistry.Record? {
    guard let context = unsafe sx_mhd_socket_context(pointer) else { return nil }
    return unsafe Unmanaged<ConnectionRegistry.Record>.fromOpaque(context).takeUnretainedValue()
  }

  /// By when the connection's next part must be complete, on the monotonic clock.
  func setDeadline(_ deadline: Int64) {
    record?.deadline.store(deadline, ordering: .relaxed)
  }

  /// All header lines in their order, repeated ones included.
  var headers: [HTTPHeader] {
    var headers: [HTTPHeader] = []
    unsafe withUnsafeMutablePointer(to: &headers) { list in
      _ = unsafe MHD_get_connection_values(
        pointer, .HEADER_KIND,
        { context, _, name, value in
          guard let context = unsafe context, let name = unsafe name else { return .YES }
          let list = unsafe context.assumingMemoryBound(to: [HTTPHeader].self)
          let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
          unsafe list.pointee.append(HTTPHeader(String(cString: name), text))
          return .YES
        }, list)
    }
    return headers
  }

  /// The client's address as text, without port.
  var clientAddress: String {
    var text = [CChar](repeating: 0, count: 46)
    unsafe sx_mhd_client_address(pointer, &text, UInt32(text.count))
    return Self.text(text)
  }

  /// Which network the client counts to, and whether it is on this machine.
  var share: (network: String, isOwn: Bool) {
    var text = [CChar](repeating: 0, count: 46)
    let isOwn = unsafe sx_mhd_connection_share(pointer, &text, UInt32(text.count)) != 0
    return (network: Self.text(text), isOwn: isOwn)
  }

  /// The text before the NUL.
  static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
