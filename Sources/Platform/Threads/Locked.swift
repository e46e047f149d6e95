internal import Glibc

/// A value that one thread at a time can see: the lock and what it guards in one.
///
/// It is the C library's mutex behind the face of `Synchronization.Mutex`, because ThreadSanitizer knows the
/// one and not the other: Swift's waits in the kernel by a call of its own, so that every value two threads
/// ever waited for looks like a race. It costs two allocations when it is made, no more than Swift's after.
@safe public struct Locked<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  // Proof of safety: both pointers are set in `init` and freed in `deinit`, when nobody can borrow the value
  // any more. Between the two `withLock` alone reaches the value, while it holds the mutex; the value was
  // sent in, and what leaves is sent out.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let value: UnsafeMutablePointer<Value>

  /// Takes the value in; from here on `withLock` alone reaches it.
  public init(_ initial: consuming sending Value) {
    unsafe mutex = .allocate(capacity: 1)
    unsafe value = .allocate(capacity: 1)
    unsafe value.initialize(to: initial)
    let code = unsafe pthread_mutex_init(mutex, nil)
    precondition(code == 0, "the system has no mutex left (errno \(code))")
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
    unsafe value.deinitialize(count: 1)
    unsafe value.deallocate()
  }

  /// Runs the closure with the value, while every other thread that wants it waits.
  ///
  /// Never from within such a closure of the same value: the thread would wait for itself.
  public borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try unsafe body(&value.pointee)
  }
}
