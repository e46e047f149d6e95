import Trading

/// A market source whose next event can be looked at before it is taken.
struct PeekedSource: MarketSource {
  private var source: any MarketSource
  private var ahead: (event: MarketEvent?, row: Int64)?
  private(set) var row: Int64

  init(_ source: any MarketSource) {
    self.source = source
    row = source.row
  }

  /// The next event, left where it is; nil at the end.
  mutating func peek() throws -> MarketEvent? {
    if let ahead { return ahead.event }
    let event = try source.next()
    ahead = (event, source.row)
    return event
  }

  mutating func next() throws -> MarketEvent? {
    let event = try peek()
    if event != nil { row = ahead?.row ?? row }
    ahead = nil
    return event
  }
}
