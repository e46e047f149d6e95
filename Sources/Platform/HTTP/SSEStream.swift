/// One client listening to a hub: the events it has not been sent yet.
///
/// Events are shared among streams, only the list is the stream's own. A client that reads too slowly
/// is cut off at the cap: it gets a last `event: reset` if it still reads, and comes back for a replay.
///
/// Order of locks: hub, stream, library.
public final class SSEStream: Sendable {
  private struct State: Sendable {
    var queue: [[UInt8]]
    var head = 0
    var offset = 0
    var pendingBytes: Int
    var capBytes: Int
    var isClosed = false
    var isGone = false
    var overflowedAt: Int64?
    var isSuspended = false
    /// Known from the start of the stream until it is gone.
    var connection: ConnectionHandle?
    var descriptor: Int32 = -1
  }

  private static let reset: [UInt8] = Array("event: reset\ndata: {}\n\n".utf8)
  private static let heartbeat: [UInt8] = Array(": alive\n\n".utf8)

  private let state: Locked<State>
  private let onEnd: @Sendable () -> Void

  /// - Parameter preloaded: what the client gets first; it does not count against the cap.
  init(preloaded: [[UInt8]], capBytes: Int, onEnd: @escaping @Sendable () -> Void) {
    let bytes = preloaded.reduce(0) { $0 + $1.count }
    state = Locked(State(queue: preloaded, pendingBytes: bytes, capBytes: capBytes + bytes))
    self.onEnd = onEnd
  }

  /// Adds an event. At the cap everything not begun is dropped for a `reset`, and the stream ends.
  ///
  /// - Returns: false when this event made it overflow.
  @discardableResult
  func append(_ event: [UInt8]) -> Bool {
    state.withLock { state in
      guard !state.isClosed, !state.isGone else { return true }
      let fits = state.pendingBytes + event.count <= state.capBytes
      if fits {
        state.queue.append(event)
        state.pendingBytes += event.count
      } else {
        let keepsHead = state.offset > 0
        state.queue.removeSubrange((state.head + (keepsHead ? 1 : 0))...)
        state.queue.append(Self.reset)
        state.isClosed = true
        state.overflowedAt = MonotonicClock.nowNanoseconds()
      }
      Self.resume(&state)
      return fits
    }
  }

  /// A comment line when nothing else is waiting: the only way to notice that a client has gone.
  func sendHeartbeat() {
    let isIdle = state.withLock { $0.pendingBytes == 0 && $0.connection != nil }
    if isIdle { append(Self.heartbeat) }
  }

  /// Ends the stream behind what is waiting.
  func close() {
    state.withLock { state in
      state.isClosed = true
      Self.resume(&state)
    }
  }

  /// Cuts the connection of a stream that overflowed before `moment` and does not read its end.
  func cutIfOverflowed(before moment: Int64) {
    state.withLock { state in
      // Not gone, so the library has not closed the descriptor yet: it is still this connection's.
      guard !state.isGone, state.descriptor >= 0, let at = state.overflowedAt, at < moment else { return }
      SocketShutdown.both(state.descriptor)
    }
  }

  /// The library sends it from now on.
  func attach(to connection: ConnectionHandle) {
    state.withLock { state in
      state.connection = connection
      state.descriptor = connection.descriptor
    }
  }

  /// The connection is gone, or never came.
  func connectionEnded() {
    let isFirst = state.withLock { state in
      defer {
        state.isGone = true
        state.isSuspended = false
        state.connection = nil
        state.queue = []
      }
      return !state.isGone
    }
    if isFirst { onEnd() }
  }

  /// Copies what fits for the library: the count of bytes, 0 after suspending because nothing is
  /// there, `nil` at the end. Only inside the connection's reader callback.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let room = buffer.count
    let chunk = state.withLock { state -> [UInt8]? in
      var chunk: [UInt8] = []
      while chunk.count < room, state.head < state.queue.count {
        let event = state.queue[state.head]
        let taken = event[state.offset...].prefix(room - chunk.count)
        chunk.append(contentsOf: taken)
        state.offset += taken.count
        if state.offset == event.count {
          state.head += 1
          state.offset = 0
        }
      }
      state.pendingBytes -= chunk.count
      Self.compact(&state)
      if !chunk.isEmpty { return chunk }
      if state.isClosed || state.connection == nil { return nil }
      state.connection?.suspend()
      state.isSuspended = true
      return []
    }
    guard let chunk else { return nil }
    unsafe buffer.copyBytes(from: chunk)
    return chunk.count
  }

  private static func compact(_ state: inout State) {
    if state.head == state.queue.count {
      state.queue.removeAll(keepingCapacity: true)
      state.head = 0
    } else if state.head >= 64 {
      state.queue.removeFirst(state.head)
      state.head = 0
    }
  }

  private static func resume(_ state: inout State) {
    guard state.isSuspended else { return }
    state.isSuspended = false
    state.connection?.resume()
  }
}
