import Platform
import Testing

@testable import Query

@Suite("Answers a client has already, and compressed ones")
struct ConditionalTests {
  private static let paths = ["/api/positions", "/api/margin", "/api/pnl", "/api/positions?limit=2"]

  @Test("The same view is 304 with its tag, a new one is sent", arguments: paths)
  func unchanged(path: String) throws {
    let service = try TestService()
    service.board.publish(try Samples.view(positions: [Samples.position()]))
    let first = service.get(path)
    let tag = try #require(first.headers["etag"])
    #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
    #expect(first.headers["cache-control"] == "no-cache")
    #expect(first.headers["vary"] == "Accept-Encoding")
    for line in [tag, "\"x\", \(tag)", "W/\(tag)", "*"] {
      let again = service.get(path, headers: [("If-None-Match", line)])
      #expect(again.status == 304, "\(line)")
      #expect(again.headers["etag"] == tag)
      #expect(again.headers["cache-control"] == "no-cache")
      #expect(again.body.isEmpty)
    }
    #expect(service.get(path, headers: [("If-None-Match", "\"x\"")]).status == 200)
    service.board.publish(try Samples.view(positions: []))
    let next = service.get(path, headers: [("If-None-Match", tag)])
    #expect(next.status == 200)
    #expect(next.headers["etag"] != tag)
  }

  @Test("The first view of another process has another tag")
  func salted() throws {
    let tags = try (0..<2).map { _ in
      let service = try TestService()
      service.board.publish(try Samples.view(positions: []))
      return service.get("/api/pnl").headers["etag"]
    }
    #expect(tags[0] != nil && tags[0] != tags[1])
  }

  @Test("A long answer is compressed for who takes that, under a tag of its own")
  func compressed() throws {
    let service = try TestService()
    service.board.publish(try Samples.view(positions: (0..<3).map { try Samples.position(instrument: $0) }))
    let plain = service.get("/api/positions")
    #expect(plain.headers["content-encoding"] == nil)
    let packed = service.get("/api/positions", headers: [("Accept-Encoding", "br, gzip")])
    #expect(packed.headers["content-encoding"] == "gzip")
    #expect(packed.headers["vary"] == "Accept-Encoding")
    #expect(packed.body.starts(with: [0x1F, 0x8B]))
    #expect(packed.body.count < plain.body.count)
    let tag = try #require(packed.headers["etag"])
    #expect(tag != plain.headers["etag"])
    #expect(service.get("/api/positions", headers: [("If-None-Match", tag)]).status == 304)
    let refused = service.get("/api/positions", headers: [("Accept-Encoding", "gzip;q=0, *")])
    #expect(refused.headers["content-encoding"] == nil)
    #expect(refused.body == plain.body)
  }

  @Test("A list of history is compressed too")
  func history() throws {
    let service = try TestService()
    for number in 1...10 {
      try service.database.insert(
        "live_orders",
        [
          "order_id": .text("ord-\(number)"), "session_id": "s", "symbol": "BTCUSDT", "side": "BUY",
          "order_type": "MARKET", "status": "FILLED", "quantity": 0.1, "filled_quantity": 0.1,
          "reduce_only": 0, "created_at": .integer(1_723_118_400_000_000 + Int64(number)),
          "updated_at": 1_723_118_400_500_000,
        ])
    }
    let plain = service.get("/api/orders")
    #expect(plain.json["count"]?.int64 == 10)
    let packed = service.get("/api/orders", headers: [("Accept-Encoding", "gzip")])
    #expect(packed.headers["content-encoding"] == "gzip")
    #expect(plain.headers["vary"] == "Accept-Encoding")
    #expect(packed.body.count < plain.body.count)
  }
}
