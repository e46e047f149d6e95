internal import CSys

/// A place where one thread sleeps until another wakes it: an auto-reset event.
///
/// A signal that comes before the wait is kept, and several kept signals are one: whoever wakes looks
/// at the state it guards again. Waits run on the monotonic clock, so a step of the wall clock neither
/// shortens nor stretches them.
@safe final class WakeGate: Sendable {
  // Proof of safety: written once in `init`, freed in `deinit` when no other reference is left; between
  // the two, every use goes through the C object's own mutex.
  nonisolated(unsafe) private let gate: OpaquePointer

  init() {
    unsafe gate = sx_gate_create()
  }

  deinit {
    unsafe sx_gate_destroy(gate)
  }

  /// Lets one waiter through, now or when it comes.
  func signal() {
    unsafe sx_gate_signal(gate)
  }

  /// Waits for a signal. `nil` waits without limit, 0 or less only looks. True when there was one.
  @discardableResult
  func wait(upTo nanoseconds: Int64?) -> Bool {
    let limit = nanoseconds.map { max($0, 0) } ?? -1
    return unsafe sx_gate_wait(gate, limit) == 1
  }
}
