/// Counts answers by method, route and status class. Routes are those of the router, so the series are
/// bounded; what matched none is counted under `none`.
struct HTTPTally: Sendable {
  let answers: CounterFamily

  init(_ router: HTTPRouter) {
    let zeros = router.routes.flatMap { route in
      ["2xx", "4xx", "5xx"].map { [route.method.description, route.text, $0] }
    }
    answers = CounterFamily(
      "sextant_http_requests_total", "Requests answered, by method, route and status class.",
      labels: ["method", "route", "status"],
      zeros: zeros + [["none", "none", "4xx"]], cap: zeros.count * 3 + 16)
  }

  /// Counts an answer that is about to be sent.
  func note(_ answer: HTTPExchange.Answer, to exchange: HTTPExchange) {
    let status =
      switch answer {
      case .response(let response): response.status
      case .prebuilt(let response): response.status
      case .stream: 200
      }
    let route = exchange.intake.withLock { $0.route }
    answers.add([route?.method.description ?? "none", route?.text ?? "none", "\(status / 100)xx"])
  }
}
