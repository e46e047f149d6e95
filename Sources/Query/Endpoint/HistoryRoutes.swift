internal import Platform

/// The paths the tables answer: lists, one order, slippage.
struct HistoryRoutes: Sendable {
  let queries: QueryThread
  /// Rows say whose they are: with one account they need not.
  let namesAccounts: Bool

  func add(to router: inout HTTPRouter) {
    for resource in ListResource.all {
      router.on(.get, resource.path) { request, responder in list(resource, request, responder) }
    }
    let slippage = ListResource.slippage
    router.on(.get, slippage.path) { request, responder in aggregate(slippage, request, responder) }
    router.on(.get, "/api/orders/{id}") { request, responder in order(request, responder) }
  }

  private func list(_ resource: ListResource, _ request: HTTPRequest, _ responder: HTTPResponder) {
    var parameters = RequestParameters(
      request, known: resource.filters.map(\.name) + ["limit", "offset"])
    let filters = resource.values(&parameters)
    let page = parameters.page()
    guard parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    let checked = parameters
    let fields = fields(resource)
    let paged = filters.merging(["limit": .integer(page.limit), "offset": .integer(page.offset)]) { $1 }
    let asked = [QueryRequest(resource.query + "_count", filters), QueryRequest(resource.query, paged)]
    queries.run(asked) { outcome in
      responder.respond(
        Self.response(outcome, request) { answers in
          guard answers.count == 2, let count = answers[0].count else { return nil }
          let rows = answers[1].rows
          var writer = JSONWriter(reservingBytes: 64 + rows.count * 640)
          writer.beginObject()
          writer.field("count", count)
          writer.key("results")
          writer.beginArray()
          for row in rows { writer.row(row, as: fields) }
          writer.endArray()
          writer.field("next", checked.next(page, shown: rows.count, of: count))
          writer.endObject()
          return HTTPResponse.json(writer.takeBytes()).compressed(for: request)
        })
    }
  }

  private func aggregate(
    _ resource: ListResource, _ request: HTTPRequest, _ responder: HTTPResponder
  ) {
    var parameters = RequestParameters(request, known: resource.filters.map(\.name))
    let filters = resource.values(&parameters)
    guard parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    queries.run([QueryRequest(resource.query, filters)]) { outcome in
      responder.respond(
        Self.response(outcome, request) { answers in
          var writer = JSONWriter()
          writer.beginObject()
          writer.key("results")
          writer.beginArray()
          for row in answers.first?.rows ?? [] { writer.row(row, as: resource.fields) }
          writer.endArray()
          writer.endObject()
          return .json(writer.takeBytes())
        })
    }
  }

  /// The queries' last column is the account.
  private func fields(_ resource: ListResource) -> [RowField] {
    namesAccounts ? resource.fields + [RowField("account_id")] : resource.fields
  }

  private func order(_ request: HTTPRequest, _ responder: HTTPResponder) {
    let parameters = RequestParameters(request, known: [])
    guard parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    let id = request.parameters["id"] ?? ""
    let fields = fields(.orders)
    queries.run([QueryRequest("order", ["order_id": .text(id)])]) { outcome in
      responder.respond(
        Self.response(outcome, request) { answers in
          guard let row = answers.first?.rows.first else {
            return Problem.of(404, "ORDER_UNKNOWN", "There is no order \(Excerpt.of(id)).", request)
          }
          var writer = JSONWriter(reservingBytes: 1_024)
          writer.row(row, as: fields)
          return .json(writer.takeBytes())
        })
    }
  }

  /// What the tables' answer becomes; `encode` gives nil for one that is not of the expected shape.
  private static func response(
    _ outcome: Result<[QueryRows], QueryError>, _ request: HTTPRequest,
    encode: ([QueryRows]) -> HTTPResponse?
  ) -> HTTPResponse {
    switch outcome {
    case .failure(let error): Problem.query(error, request)
    case .success(let answers):
      encode(answers) ?? Problem.of(500, "QUERY_FAILED", "The tables could not be read.", request)
    }
  }
}

extension ListResource {
  /// The filters of a request as the query's parameters.
  fileprivate func values(_ parameters: inout RequestParameters) -> [String: SQLValue] {
    var values: [String: SQLValue] = [:]
    for filter in filters {
      switch filter.kind {
      case .text: values[filter.column] = parameters.text(filter.name).map { .text($0) }
      case .symbol: values[filter.column] = parameters.symbol(filter.name).map { .text($0) }
      case .choice(let choices):
        values[filter.column] = parameters.choice(filter.name, among: choices).map { .text($0) }
      case .time: values[filter.column] = parameters.microseconds(filter.name).map { .integer($0) }
      }
    }
    return values
  }
}
