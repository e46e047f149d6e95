internal import CSys
internal import Glibc
internal import Synchronization

/// Ends the waits of the connections it was given to, from any thread, once and for good.
///
/// A connection whose wait it ends is closed: what the server made of the last message is unknown then.
public final class Interrupt: Sendable {
  /// Readable from the moment it is raised; negative when the system had no descriptor left, and waits
  /// look at the flag every 100 ms then.
  let descriptor: Int32
  private let raised = Atomic<Bool>(false)

  /// Not raised.
  public init() { descriptor = sx_eventfd() }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Ends every wait, those under way and those to come.
  public func raise() {
    raised.store(true, ordering: .releasing)
    if descriptor >= 0 { _ = sx_eventfd_signal(descriptor) }
  }

  /// True after `raise`.
  public var isRaised: Bool { raised.load(ordering: .acquiring) }
}
