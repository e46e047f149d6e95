internal import CSys

/// A thread of the operating system that runs one closure, with a name that `top -H` shows.
///
/// The rooms that must never wait for each other (desk, journal, server, log) each own one; they talk
/// through an `Inbox`. Dropping the last reference without `join` lets the thread run on by itself.
public final class OwnThread: Sendable {
  /// The name given at the start, at most 15 bytes as the kernel keeps it.
  public let name: String

  private let handle: UInt64
  private let isSettled = Locked(false)

  private init(name: String, handle: UInt64) {
    self.name = name
    self.handle = handle
  }

  deinit {
    if !isSettled.withLock({ $0 }) { _ = sx_thread_detach(handle) }
  }

  /// Starts a thread with 4 MB of stack.
  ///
  /// The kernel has no thread left only when the whole machine is at its limit; a process that cannot
  /// start its rooms cannot do anything useful, so this stops it with a message.
  public static func start(name: String, _ body: @escaping @Sendable () -> Void) -> OwnThread {
    let kernelName = String(decoding: name.utf8.prefix(15), as: UTF8.self)
    let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
    var handle: UInt64 = 0
    let code = unsafe sx_thread_start(
      &handle, kernelName, 4 << 20,
      { raw in
        guard let raw = unsafe raw else { return }
        unsafe Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run()
      }, context)
    precondition(code == 0, "the system refused to start the thread \(name) (errno \(code))")
    return OwnThread(name: kernelName, handle: handle)
  }

  /// Waits until the thread has returned. The second and later calls return at once.
  ///
  /// Not for the thread itself: it would wait for its own end.
  public func join() {
    let isMine = isSettled.withLock { settled in
      defer { settled = true }
      return !settled
    }
    if isMine { _ = sx_thread_join(handle) }
  }

  /// Lets another thread that waits for this processor run first: for work that may take its time, done in
  /// small pieces beside threads that may not. When none waits it costs less than a microsecond.
  public static func giveWay() { sx_thread_give_way() }

  /// Lets the calling thread run as soon as it wakes, in short turns: for work others wait for. Where the
  /// kernel knows no such wish, nothing changes.
  public static func bePrompt() { sx_thread_be_prompt() }

  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}
