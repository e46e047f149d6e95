import Primitives
import Trading

/// Several sources on one clock: the earliest event first, of equal times that of the source named first.
///
/// Its rows count the events it has given, so that the nth event is the same for the same sources.
struct MergedSource<Source: MarketSource>: MarketSource {
  private(set) var row: Int64 = 0
  /// The sources, each one event ahead.
  private(set) var sources: [Source]
  private var ahead: [MarketEvent?] = []

  init(_ sources: [Source]) throws {
    self.sources = sources
    for index in self.sources.indices { ahead.append(try self.sources[index].next()) }
  }

  mutating func next() throws -> MarketEvent? {
    var first: Int?
    var earliest = Timestamp.distantFuture
    for index in ahead.indices {
      guard let at = ahead[index]?.at, first == nil || at < earliest else { continue }
      first = index
      earliest = at
    }
    guard let first else { return nil }
    let event = ahead[first]
    ahead[first] = try sources[first].next()
    row += 1
    return event
  }
}
