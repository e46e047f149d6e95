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
  ///   - accounts: their newest views and where signals and commands go; until an account has a view, its
  ///     paths answer 503.
  ///   - health: what readiness is made of.
  ///   - queries: the tables; until its thread runs and the file is there, their paths answer 503.
  ///   - hub: the events of `/api/stream`.
  ///   - stores: the writers of other stores.
  ///   - events: the journal; nil: its path is not there.
  ///   - metrics: what `/metrics` shows.
  ///   - gate: who may do what.
  public init(
    book: InstrumentBook, accounts: ServedAccounts, health: any HealthPort,
    queries: QueryThread, hub: SSEHub, stores: any StorePort, events: (any EventPort)? = nil,
    metrics: MetricRegistry = MetricRegistry(), gate: AccessGate
  ) {
    var router = HTTPRouter()
    HistoryRoutes(queries: queries, namesAccounts: accounts.areSeveral).add(to: &router)
    AccountRoutes(accounts: accounts).add(to: &router)
    LiveRoutes(accounts: accounts, book: book).add(to: &router)
    CommandRoutes(accounts: accounts, book: book).add(to: &router)
    OperatorRoutes(accounts: accounts, book: book).add(to: &router)
    TradingRoutes(accounts: accounts).add(to: &router)
    events.map { EventRoutes(events: $0) }?.add(to: &router)
    HealthRoutes(health: health).add(to: &router)
    StoreRoutes(stores: stores).add(to: &router)
    MetricsRoutes(metrics: metrics).add(to: &router)
    PageRoutes().add(to: &router)
    SignInRoutes(gate: gate).add(to: &router)
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
