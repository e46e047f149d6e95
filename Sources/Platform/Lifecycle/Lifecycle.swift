internal import Synchronization

/// The rooms of the process in the order they start; they stop in reverse, each with a deadline.
public final class Lifecycle: Sendable {
  /// One room.
  public struct Part: Sendable {
    /// For the log.
    public var name: String
    /// How long stopping may take before it is left behind.
    public var stopDeadlineNanoseconds: Int64
    /// Starts the room, or throws and leaves nothing running.
    public var start: @Sendable () throws -> Void
    /// Stops the room and returns when it has stopped.
    public var stop: @Sendable () -> Void

    /// A room; stopping may take 5 s unless said otherwise.
    public init(
      name: String, stopDeadlineNanoseconds: Int64 = 5_000_000_000,
      start: @escaping @Sendable () throws -> Void, stop: @escaping @Sendable () -> Void
    ) {
      self.name = name
      self.stopDeadlineNanoseconds = stopDeadlineNanoseconds
      self.start = start
      self.stop = stop
    }
  }

  /// What happened, for the log.
  public enum Event: Sendable, Equatable {
    /// A room runs.
    case started(String)
    /// A room could not start; those before it are stopped now.
    case failed(String)
    /// A room has stopped.
    case stopped(String)
    /// A room did not stop in time and was left behind.
    case overdue(String)
  }

  private let parts: [Part]
  private let observe: @Sendable (Event) -> Void
  private let runningCount = Mutex(0)

  /// A life of these rooms. `observe` hears every step on the thread that starts or stops.
  public init(parts: [Part], observe: @escaping @Sendable (Event) -> Void = { _ in }) {
    self.parts = parts
    self.observe = observe
  }

  /// Starts the rooms in order. When one throws, those already started are stopped in reverse and its
  /// error is thrown on.
  public func start() throws {
    for part in parts {
      do {
        try part.start()
      } catch {
        observe(.failed(part.name))
        stop()
        throw error
      }
      runningCount.withLock { $0 += 1 }
      observe(.started(part.name))
    }
  }

  /// Stops what runs, last first, and answers the names that did not stop in time.
  @discardableResult
  public func stop() -> [String] {
    let count = runningCount.withLock { count in
      defer { count = 0 }
      return count
    }
    var overdue: [String] = []
    for part in parts.prefix(count).reversed() {
      let done = OneShot<Bool>()
      let stopper = OwnThread.start(name: "stop-\(part.name)") {
        part.stop()
        done.fulfil(true)
      }
      if done.wait(upTo: part.stopDeadlineNanoseconds) != nil {
        stopper.join()
        observe(.stopped(part.name))
      } else {
        overdue.append(part.name)
        observe(.overdue(part.name))
      }
    }
    return overdue
  }
}
