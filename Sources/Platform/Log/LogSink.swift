internal import CSys
internal import Glibc
internal import Synchronization

/// Where log lines go: one thread writes them to a descriptor; those who log never wait.
///
/// Lines are buffered. Above 1 MB of backlog (a blocked pipe, a stopped terminal) trace, debug and info
/// lines are dropped and counted; warnings and above enter up to 16 MB. When there is room again, a
/// warning line says how many were dropped.
public final class LogSink: Sendable {
  /// How lines look.
  public enum Format: Sendable {
    /// One JSON object a line, Elastic Common Schema names.
    case json
    /// For people; coloured when the descriptor is a terminal.
    case text
  }

  /// Backlog above which only warnings and worse enter.
  public static let softLimitBytes = 1 << 20
  /// Backlog above which nothing enters.
  public static let hardLimitBytes = 16 << 20

  private struct State {
    var buffer: [UInt8] = []
    /// Bytes the writing thread holds and has not written yet.
    var inFlightBytes = 0
    var dropped = 0
    var droppedInTotal = 0
    var isClosed = false
    var giveUpAt: Int64?
    var flushes: [OneShot<Bool>] = []
  }

  private let state = Locked(State())
  private let leastLevel = Atomic<Int>(LogLevel.trace.rawValue)
  private let gate = WakeGate()
  private let thread = Locked<OwnThread?>(nil)
  private let descriptor: Int32
  private let format: Format
  private let serviceName: String
  private let isColoured: Bool

  /// Starts the writing thread. The descriptor stays the caller's and is not closed.
  public init(descriptor: Int32 = 2, format: Format = .text, serviceName: String = "sextant") {
    self.descriptor = descriptor
    self.format = format
    self.serviceName = serviceName
    isColoured = format == .text && ANSI.isTerminal(descriptor)
    let running = OwnThread.start(name: "log") { [self] in run() }
    thread.withLock { $0 = running }
  }

  /// Lines below this are not made, whatever the logger; can be changed while lines are written.
  public var level: LogLevel {
    get { LogLevel(rawValue: leastLevel.load(ordering: .relaxed)) ?? .trace }
    set { leastLevel.store(newValue.rawValue, ordering: .relaxed) }
  }

  /// Lines dropped since the start.
  public var droppedLines: Int { state.withLock { $0.droppedInTotal } }

  /// Waits until all lines written before this call are out. False when the time was not enough.
  @discardableResult
  public func flush(upTo nanoseconds: Int64 = 2_000_000_000) -> Bool {
    let done = OneShot<Bool>()
    let isClosed = state.withLock { state in
      if !state.isClosed { state.flushes.append(done) }
      return state.isClosed
    }
    if isClosed { return true }
    gate.signal()
    return done.wait(upTo: nanoseconds) ?? false
  }

  /// Writes what is left, for at most so long, and ends the thread. Later lines are lost.
  public func close(upTo nanoseconds: Int64 = 2_000_000_000) {
    state.withLock { state in
      state.isClosed = true
      if state.giveUpAt == nil { state.giveUpAt = MonotonicClock.nowNanoseconds() + nanoseconds }
    }
    gate.signal()
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
  }

  func write(_ line: LogLine) {
    let bytes = encode(line)
    let wake = state.withLock { state -> Bool in
      let backlog = state.buffer.count + state.inFlightBytes
      let limit = line.level < .warning ? Self.softLimitBytes : Self.hardLimitBytes
      guard !state.isClosed else { return false }
      guard backlog + bytes.count <= limit else {
        state.dropped += 1
        state.droppedInTotal += 1
        return false
      }
      let wasEmpty = state.buffer.isEmpty
      state.buffer.append(contentsOf: bytes)
      return wasEmpty
    }
    if wake { gate.signal() }
  }

  private func encode(_ line: LogLine) -> [UInt8] {
    switch format {
    case .json: line.json(serviceName: serviceName)
    case .text: line.text(coloured: isColoured)
    }
  }

  // MARK: The writing thread

  private func run() {
    while true {
      let (batch, dropped, flushes, isClosed) = state.withLock {
        state -> ([UInt8], Int, [OneShot<Bool>], Bool) in
        var batch: [UInt8] = []
        swap(&batch, &state.buffer)
        state.inFlightBytes = batch.count
        defer {
          state.dropped = 0
          state.flushes = []
        }
        return (batch, state.dropped, state.flushes, state.isClosed)
      }
      var isOut = batch.isEmpty || writeAll(batch)
      if dropped > 0 { isOut = writeAll(encode(droppedLine(dropped))) && isOut }
      for flush in flushes { flush.fulfil(isOut) }
      if batch.isEmpty, dropped == 0, flushes.isEmpty {
        if isClosed { return }
        gate.wait(upTo: nil)
      }
    }
  }

  private func droppedLine(_ count: Int) -> LogLine {
    LogLine(
      time: WallClock.now(), level: .warning, label: "log", message: "log lines were dropped",
      fields: [("dropped", .int(count))])
  }

  /// False when the descriptor failed or the time to close was over; the bytes are lost then.
  private func writeAll(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    defer { state.withLock { $0.inFlightBytes = 0 } }
    while offset < bytes.count {
      // A pipe that polls writable takes 4 KB without blocking, so the closing deadline is always seen.
      guard sx_poll_writable(descriptor, 50) != 0 else {
        let giveUpAt = state.withLock { $0.giveUpAt }
        if let giveUpAt, MonotonicClock.nowNanoseconds() >= giveUpAt { return false }
        continue
      }
      let chunk = bytes[offset..<min(offset + 4_096, bytes.count)]
      let written = unsafe chunk.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        offset += written
        state.withLock { $0.inFlightBytes -= written }
      } else if errno != EINTR, errno != EAGAIN {
        return false
      }
    }
    return true
  }
}
