internal import Platform

/// How every part is doing, for a Prometheus server.
struct MetricsRoutes: Sendable {
  let metrics: MetricRegistry

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/metrics") { request, responder in
      let parameters = RequestParameters(request, known: [])
      guard parameters.faults.isEmpty else {
        responder.respond(Problem.parameters(parameters.faults, request))
        return
      }
      responder.respond(
        HTTPResponse(
          status: 200, headers: [HTTPHeader("Content-Type", MetricPage.contentType)],
          body: metrics.page().bytes))
    }
  }
}
