internal import CMicroHTTPD
internal import Synchronization

/// A request's way through the server, all on the library's thread.
extension HTTPServerCore {
  /// The most a chunked body may be too long and still be answered with 413 rather than cut.
  private static let discardLimitBytes = 1 << 20
  /// A body must be complete this long after its head.
  private static let bodyNanoseconds: Int64 = 30_000_000_000

  /// The library's access handler: called with the head, with each piece of the body, and without a
  /// piece at the end (again after a resume). False closes the connection.
  func handle(
    _ exchange: HTTPExchange, _ connection: ConnectionHandle, method: String, piece: [UInt8]
  ) -> Bool {
    switch exchange.intake.withLock({ $0.stage }) {
    case .head:
      requestBegan()
      exchange.intake.withLock { $0.stage = .body }
      guard let refusal = readHead(exchange, connection, method: method) else { return true }
      // An answer queued this early makes the library close the connection: right only for one whose
      // body we do not want to read.
      if refusal.header("Connection") == "close" { return queue(.response(refusal), exchange, connection) }
      return exchange.answer(.response(refusal))
    case .body:
      if !piece.isEmpty { return takePiece(exchange, piece) }
      exchange.intake.withLock { $0.stage = .dispatched }
      connection.setDeadline(.max)
      if !exchange.hasAnswer { dispatch(exchange) }
      if !exchange.hasAnswer { beginWaiting(exchange) }
      return settle(exchange, connection)
    case .dispatched:
      return settle(exchange, connection)
    }
  }

  /// Checks the head and chooses the route. A response when the request ends here.
  private func readHead(
    _ exchange: HTTPExchange, _ connection: ConnectionHandle, method token: String
  ) -> HTTPResponse? {
    let headers = connection.headers
    let lengths = headers.filter { $0.isNamed("Content-Length") }
    let codings = headers.filter { $0.isNamed("Transfer-Encoding") }.map(\.value)
    let hasBody = !codings.isEmpty || lengths.contains { $0.value != "0" }
    connection.setDeadline(hasBody ? MonotonicClock.nowNanoseconds() + Self.bodyNanoseconds : .max)

    let refusal: HTTPResponse
    if isStopping.load(ordering: .sequentiallyConsistent) {
      refusal = Self.stopping
    } else if lengths.count > 1 || (!codings.isEmpty && !lengths.isEmpty) {
      refusal = .problem(
        status: 400, detail: "The length of the body is given twice.", code: "ambiguous_length")
    } else if let fault = HeadFaults.coding(codings) {
      refusal = fault
    } else if headers.count(where: { $0.isNamed("Host") }) > 1 {
      refusal = .problem(status: 400, detail: "There are two Host lines.", code: "ambiguous_host")
    } else if exchange.intake.withLock({ $0.isTorn }) {
      refusal = HeadFaults.target
    } else if let target = HTTPTarget(exchange.intake.withLock { $0.target }) {
      if target.query.count > HeadFaults.mostQueryItems { return ended(HeadFaults.query, hasBody: hasBody) }
      let request = HTTPRequest(
        method: HTTPMethod(token), path: target.path,
        query: target.query.map { (name: $0.name, value: $0.value) }, headers: headers,
        remoteAddress: connection.clientAddress)
      let lines = gate.headers(for: request)
      if !lines.isEmpty { exchange.intake.withLock { $0.gateHeaders = lines } }
      guard let ending = route(request, target, exchange, declaredLength: lengths.first?.value) else {
        return nil
      }
      refusal = ending
    } else {
      refusal = HeadFaults.target
    }
    return ended(refusal, hasBody: hasBody)
  }

  /// What follows an unread body cannot be told from it.
  private func ended(_ refusal: HTTPResponse, hasBody: Bool) -> HTTPResponse {
    hasBody && refusal.header("Connection") == nil ? refusal.adding("Connection", "close") : refusal
  }

  private func route(
    _ request: HTTPRequest, _ target: HTTPTarget, _ exchange: HTTPExchange, declaredLength: String?
  ) -> HTTPResponse? {
    switch router.match(request.method, target.segments) {
    case .notFound:
      return .problem(
        status: 404, detail: "There is nothing at \(target.path).", code: "not_found",
        instance: target.path)
    case .wrongMethod(let allow):
      return .problem(
        status: 405, detail: "\(request.method) is not possible here, only \(allow).",
        code: "method_not_allowed", instance: target.path
      ).adding("Allow", allow)
    case .options(let allow):
      return gate.options(request, allow: allow)
    case .found(let route, let parameters):
      var request = request
      switch gate.admit(request, to: route.path) {
      case .refused(let refusal): return refusal
      case .passed(let principal): request.principal = principal
      }
      if let declaredLength, Int(declaredLength) ?? .max > route.bodyLimitBytes {
        return Self.tooLarge(limit: route.bodyLimitBytes)
      }
      request.parameters = parameters
      exchange.intake.withLock { [request] intake in
        intake.request = request
        intake.route = route
      }
      return nil
    }
  }

  /// Adds a piece of the body; a body too long is read over for a while, so that the client hears why.
  private func takePiece(_ exchange: HTTPExchange, _ bytes: [UInt8]) -> Bool {
    exchange.intake.withLock { intake in
      let limit = intake.route?.bodyLimitBytes ?? 0
      if !intake.isTooLarge, (intake.request?.body.count ?? 0) + bytes.count <= limit {
        intake.request?.body.append(contentsOf: bytes)
        return true
      }
      intake.isTooLarge = true
      intake.request?.body = []
      intake.discardedBytes += bytes.count
      return intake.discardedBytes <= Self.discardLimitBytes
    }
  }

  private func dispatch(_ exchange: HTTPExchange) {
    let (request, route, isTooLarge) = exchange.intake.withLock { intake in
      defer { intake.request = nil }
      return (intake.request, intake.route, intake.isTooLarge)
    }
    guard let request, let route else { return }
    if isTooLarge {
      _ = exchange.answer(.response(Self.tooLarge(limit: route.bodyLimitBytes)))
    } else {
      route.handler(request, HTTPResponder(exchange: exchange))
    }
  }

  /// Sends the answer, or lets the connection sleep until there is one.
  private func settle(_ exchange: HTTPExchange, _ connection: ConnectionHandle) -> Bool {
    guard let answer = exchange.answerOrSuspend(connection) else { return true }
    return queue(answer, exchange, connection)
  }

  private static func tooLarge(limit: Int) -> HTTPResponse {
    .problem(status: 413, detail: "The body is larger than \(limit) bytes.", code: "body_too_large")
  }

  private func queue(
    _ answer: HTTPExchange.Answer, _ exchange: HTTPExchange, _ connection: ConnectionHandle
  ) -> Bool {
    tally.note(answer, to: exchange)
    let lines = exchange.intake.withLock { $0.gateHeaders }
    switch answer {
    case .prebuilt(let response) where lines.isEmpty:
      setSendDeadline(connection)
      return response.queue(on: connection)
    case .prebuilt(let response):
      return queue(response.source.adding(lines), connection)
    case .response(let response):
      return queue(lines.isEmpty ? response : response.adding(lines), connection)
    case .stream(let stream):
      guard let raw = unsafe HTTPCallbacks.makeStreamResponse(stream, extra: lines) else { return false }
      defer { unsafe MHD_destroy_response(raw) }
      stream.attach(to: connection)
      connection.disableTimeout()
      connection.boundSendBuffer()
      streamBegan(stream)
      return unsafe connection.queue(raw, status: 200)
    }
  }

  private func queue(_ response: HTTPResponse, _ connection: ConnectionHandle) -> Bool {
    guard let raw = unsafe RawResponse.make(response) else { return false }
    defer { unsafe MHD_destroy_response(raw) }
    setSendDeadline(connection)
    return unsafe connection.queue(raw, status: response.status)
  }

  /// A client that takes its answer byte by byte is cut, too.
  private func setSendDeadline(_ connection: ConnectionHandle) {
    connection.setDeadline(MonotonicClock.nowNanoseconds() + limits.sendNanoseconds)
  }
}
