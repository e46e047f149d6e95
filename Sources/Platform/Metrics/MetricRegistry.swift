/// A part that says how it is doing.
public protocol MetricSource: Sendable {
  /// Writes its families. Must not wait: the server's thread asks.
  func write(to page: inout MetricPage)
}

/// Every part whose metrics one page shows, in the order they were added. Safe from any thread.
public final class MetricRegistry: Sendable {
  private let sources = Locked<[any MetricSource]>([])

  /// No part yet.
  public init() {}

  /// Adds a part.
  public func add(_ source: any MetricSource) { sources.withLock { $0.append(source) } }

  /// The page as it is now.
  public func page() -> MetricPage {
    var page = MetricPage()
    for source in sources.withLock({ $0 }) { source.write(to: &page) }
    return page
  }
}
