internal import Synchronization

/// Sends events to any number of listening clients, and keeps the last ones for those that come back.
///
/// An event is encoded once and shared. A client that reconnects with `Last-Event-ID` gets what it
/// missed, or an `event: reset` when that is no longer kept: it must load everything anew then.
public final class SSEHub: Sendable {
  /// How much a hub keeps.
  public struct Limits: Sendable {
    /// Most streams at one time; further clients get 503.
    public var streams: Int
    /// Most bytes that wait for one client.
    public var streamBufferBytes: Int
    /// Most events kept for a replay.
    public var ringEvents: Int
    /// Most bytes kept for a replay.
    public var ringBytes: Int

    /// 1,000 streams of 256 KiB; the last 4,096 events or 1 MiB, whichever is less.
    public init(
      streams: Int = 1_000, streamBufferBytes: Int = 256 << 10, ringEvents: Int = 4_096,
      ringBytes: Int = 1 << 20
    ) {
      self.streams = streams
      self.streamBufferBytes = streamBufferBytes
      self.ringEvents = ringEvents
      self.ringBytes = ringBytes
    }
  }

  private struct State: Sendable {
    var ring: [(id: UInt64, bytes: [UInt8])] = []
    var ringHead = 0
    var ringBytes = 0
    /// The newest id that is not in the ring any more (or never was).
    var forgottenThrough: UInt64
    var newest: UInt64
    var streams: [UInt64: SSEStream] = [:]
    var nextStream: UInt64 = 0
    var isClosed = false
  }

  private let limits: Limits
  private let state: Locked<State>
  private let refused = Atomic<Int64>(0)
  private let cut = Atomic<Int64>(0)

  /// A hub without streams.
  ///
  /// - Parameter lastID: the newest id given out before this process started; a client that knows less
  ///   must load anew.
  public init(limits: Limits = Limits(), lastID: UInt64 = 0) {
    self.limits = limits
    state = Locked(State(forgottenThrough: lastID, newest: lastID))
  }

  /// Says which id was the newest before this process: a client that comes back with an older one must
  /// load anew. Before the first event.
  public func begin(after lastID: UInt64) {
    state.withLock { state in
      state.forgottenThrough = max(state.forgottenThrough, lastID)
      state.newest = max(state.newest, lastID)
    }
  }

  /// Streams open now.
  public var streamCount: Int { state.withLock { $0.streams.count } }

  /// Streams refused so far because there were too many.
  public var refusedCount: Int64 { refused.load(ordering: .relaxed) }

  /// Streams ended so far because their client read too slowly.
  public var cutCount: Int64 { cut.load(ordering: .relaxed) }

  /// Sends an event to all streams, in the same order to each. Never waits for a client.
  ///
  /// - Parameters:
  ///   - event: the name clients listen for; no line breaks.
  ///   - id: kept for replays when given. Ids must rise.
  ///   - data: the payload; a line break in it starts another `data:` line.
  public func publish(event: String, id: UInt64?, data: [UInt8]) {
    let bytes = Self.encode(event: event, id: id, data: data)
    state.withLock { state in
      guard !state.isClosed else { return }
      if let id { keep(id, bytes, &state) }
      for stream in state.streams.values where !stream.append(bytes) {
        cut.add(1, ordering: .relaxed)
      }
    }
  }

  /// Opens a stream for a client, with what it missed. `nil` when there are too many, or after `close`.
  public func open(lastEventID: String?) -> SSEStream? {
    state.withLock { state in
      guard !state.isClosed, state.streams.count < limits.streams else { return nil }
      let number = state.nextStream
      state.nextStream += 1
      let stream = SSEStream(
        preloaded: [Array("retry: 2000\n\n".utf8)] + missed(since: lastEventID, state),
        capBytes: limits.streamBufferBytes, onEnd: { [weak self] in self?.remove(number) })
      state.streams[number] = stream
      return stream
    }
  }

  /// Answers a request with a stream, or with 503 when there are too many.
  public func serve(_ request: HTTPRequest, _ responder: HTTPResponder) {
    if let stream = open(lastEventID: request.header("Last-Event-ID")) {
      responder.startStream(stream)
    } else {
      refused.add(1, ordering: .relaxed)
      responder.respond(
        .problem(status: 503, detail: "Too many event streams are open.", code: "streams_exhausted")
          .adding("Retry-After", "5"))
    }
  }

  /// Ends all streams behind what they have not been sent yet. Clients come back by themselves with the place
  /// they are at, if they still may.
  public func endStreams() {
    state.withLock { state in
      for stream in state.streams.values { stream.close() }
    }
  }

  /// Ends all streams behind what they have not been sent yet, and opens no more.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      for stream in state.streams.values { stream.close() }
    }
  }

  private func remove(_ number: UInt64) {
    state.withLock { _ = $0.streams.removeValue(forKey: number) }
  }

  private func keep(_ id: UInt64, _ bytes: [UInt8], _ state: inout State) {
    state.ring.append((id: id, bytes: bytes))
    state.ringBytes += bytes.count
    state.newest = max(state.newest, id)
    while state.ring.count - state.ringHead > limits.ringEvents || state.ringBytes > limits.ringBytes {
      let oldest = state.ring[state.ringHead]
      state.ring[state.ringHead].bytes = []
      state.ringHead += 1
      state.ringBytes -= oldest.bytes.count
      state.forgottenThrough = max(state.forgottenThrough, oldest.id)
    }
    if state.ringHead > limits.ringEvents {
      state.ring.removeFirst(state.ringHead)
      state.ringHead = 0
    }
  }

  private func missed(since lastEventID: String?, _ state: State) -> [[UInt8]] {
    guard let lastEventID, !lastEventID.isEmpty else { return [] }
    guard let last = UInt64(lastEventID), last >= state.forgottenThrough, last <= state.newest else {
      return [Self.encode(event: "reset", id: nil, data: Array("{}".utf8))]
    }
    return state.ring[state.ringHead...].filter { $0.id > last }.map(\.bytes)
  }

  static func encode(event: String, id: UInt64?, data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + event.utf8.count + 48)
    if let id { bytes.append(contentsOf: "id: \(id)\n".utf8) }
    bytes.append(contentsOf: "event: ".utf8)
    bytes.append(contentsOf: event.utf8.filter { $0 != 0x0A && $0 != 0x0D })
    bytes.append(0x0A)
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      bytes.append(contentsOf: "data: ".utf8)
      bytes.append(contentsOf: line)
      bytes.append(0x0A)
    }
    bytes.append(0x0A)
    return bytes
  }
}
