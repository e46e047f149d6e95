internal import Platform
internal import Primitives

/// Whether the process lives, and whether it is ready to trade.
struct HealthRoutes: Sendable {
  let health: any HealthPort

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/health") { request, responder in
      responder.respond(refusal(request) ?? .json(Self.alive(at: WallClock.now())))
    }
    router.on(.get, "/health/ready") { request, responder in
      responder.respond(refusal(request) ?? Self.ready(health.checks))
    }
  }

  private func refusal(_ request: HTTPRequest) -> HTTPResponse? {
    let parameters = RequestParameters(request, known: [])
    return parameters.faults.isEmpty ? nil : Problem.parameters(parameters.faults, request)
  }

  private static func alive(at now: Timestamp) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("status", "healthy")
    writer.field("timestamp", now)
    writer.endObject()
    return writer.takeBytes()
  }

  /// 200 when every check is well, else 503; both with every check's word.
  static func ready(_ checks: [HealthCheck]) -> HTTPResponse {
    let isReady = checks.allSatisfy(\.isHealthy)
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("status", isReady ? "ready" : "not_ready")
    writer.key("checks")
    writer.beginObject()
    for check in checks {
      writer.key(check.name)
      writer.beginObject()
      writer.field("status", check.isHealthy ? "ok" : "failing")
      writer.field("detail", check.detail)
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
    return .json(writer.takeBytes(), status: isReady ? 200 : 503)
  }
}
