public import Platform
public import Trading

/// The JSON endpoint: which path is answered by what.
///
/// State comes from the account's newest view, history from the tables on a thread of its own, orders go
/// through the command port. No handler waits: the server's thread is never held.
public struct Endpoint: Sendable {
  /// Every path, for a server.
  public let router: HTTPRouter
  /// Who may use them, for the same server.
  public let gate: AccessGate

  /// Wires the paths.
  ///
  /// - Parameters:
  ///   - book: the symbols behind the view's and the orders' instruments.
  ///   - board: the account's newest view; until there is one, its paths answer 503.
  ///   - commands: where signals and cancels go.
  ///   - health: what readiness is made of.
  ///   - queries: the tables; until its thread runs and the file is there, their paths answer 503.
  ///   - hub: the events of `/api/stream`.
  ///   - stores: the writers of other stores.
  ///   - events: the journal; nil: its path is not there.
  ///   - metrics: what `/metrics` shows.
  ///   - gate: who may do what.
  public init(
    book: InstrumentBook, board: AccountBoard, commands: any CommandPort, health: any HealthPort,
    queries: QueryThread, hub: SSEHub, stores: any StorePort, events: (any EventPort)? = nil,
    metrics: MetricRegistry = MetricRegistry(), gate: AccessGate
  ) {
    var router = HTTPRouter()
    HistoryRoutes(queries: queries).add(to: &router)
    LiveRoutes(board: board, book: book).add(to: &router)
    CommandRoutes(commands: commands, book: book).add(to: &router)
    OperatorRoutes(commands: commands, book: book).add(to: &router)
    TradingRoutes(board: board).add(to: &router)
    events.map { EventRoutes(events: $0) }?.add(to: &router)
    HealthRoutes(health: health).add(to: &router)
    StoreRoutes(stores: stores).add(to: &router)
    MetricsRoutes(metrics: metrics).add(to: &router)
    PageRoutes(gate: gate).add(to: &router)
    router.on(.get, "/api/stream") { request, responder in
      let parameters = RequestParameters(request, known: [])
      if parameters.faults.isEmpty {
        hub.serve(request, responder)
      } else {
        responder.respond(Problem.parameters(parameters.faults, request))
      }
    }
    self.router = router
    self.gate = gate
  }
}
