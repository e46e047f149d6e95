import Testing

@testable import Platform

/// A server on a free port of loopback, stopped with its last reference.
final class TestServer {
  let server: HTTPServer

  init(
    limits: HTTPServerLimits = HTTPServerLimits(), gate: (any HTTPGate)? = nil,
    _ routes: (inout HTTPRouter) -> Void
  ) throws {
    var router = HTTPRouter()
    routes(&router)
    server = HTTPServer(host: "127.0.0.1", port: 0, router: router, limits: limits, gate: gate)
    try server.start()
  }

  deinit {
    server.stop(deadlineNanoseconds: 0)
  }

  func client(receiveBufferBytes: Int32? = nil) throws -> RawClient {
    try RawClient(port: server.port, receiveBufferBytes: receiveBufferBytes)
  }
}
