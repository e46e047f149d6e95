import Platform

/// Whether the reader behind stream and alert log reads, for readiness: without it nobody hears an alert.
final class FeedState: Sendable {
  private let failing = Locked<String?>(nil)

  /// Why it does not read, for people; nil: it does.
  var failure: String? {
    get { failing.withLock { $0 } }
    set { failing.withLock { $0 = newValue } }
  }
}
