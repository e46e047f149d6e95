import Foundation
import Platform
import Testing

/// Streams and the end of the real process.
@Suite("Streams of the service as a process", .serialized)
struct StreamProcessTests {
  /// A signal that is only recorded, with as much beside it as it may have: some kilobytes an event.
  private static func signal(_ id: String) -> String {
    let values = (0..<64).map { "\"indicator_with_quite_a_long_name_\($0)\":\($0).123456789" }
    return "{\"signal_id\":\"\(id)\",\"signal_type\":\"O1\",\"symbol\":\"BTCUSDT\",\"side\":\"BUY\","
      + "\"quantity\":\"1\",\"indicator_values\":{\(values.joined(separator: ","))}}"
  }

  private static func post(_ body: String, _ token: String) -> String {
    "POST /api/signals HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test("A reader that stalls is cut at its cap, another one gets every event")
  func stalled() throws {
    let service = try ServedProcess(["--strategy", "none"])
    let token = try service.token()
    let stalled = try Wire.stream(port: service.port, receiveBufferBytes: 4_096).wire
    let reader = try Wire.stream(port: service.port).wire
    let posting = try Wire(port: service.port)
    // Far more than the stream's 256 KB and the kernel's buffers: 400 events of 3 KB.
    for number in 1...400 {
      posting.send(Self.post(Self.signal("load-\(number)-"), token))
      let answer = posting.read { $0.hasSuffix("}") }
      try #require(answer.hasPrefix("HTTP/1.1 201"), "\(answer)")
      #expect(reader.read { $0.contains("load-\(number)-") }.contains("load-\(number)-"))
    }
    // It ends, although it is read now, and without what came after the cap.
    let late = stalled.read()
    #expect(late.contains("load-1-"))
    #expect(!late.contains("load-400-"))
    #expect(try Wire.get("/health", port: service.port).status == 200)
  }

  @Test("SIGTERM: five streams, a reader that stalls and a request on its way each get their end, code 0")
  func terminates() throws {
    let service = try ServedProcess(["--strategy", "none"])
    let token = try service.token()
    let streams = try (0..<5).map { _ in try Wire.stream(port: service.port).wire }
    let page = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    let stalled = try Wire(port: service.port, receiveBufferBytes: 4_096)
    stalled.send(String(repeating: page, count: 50))
    let idle = try Wire(port: service.port)
    let request = try Wire(port: service.port)
    request.send(Self.post(Self.signal("first-"), token))
    let first = request.read { $0.hasSuffix("}") }
    try #require(first.hasPrefix("HTTP/1.1 201"), "\(first)")
    for stream in streams { #expect(stream.read { $0.contains("first-") }.contains("first-")) }
    // Many on their way: the end comes amid them.
    request.send((0..<20).map { Self.post(Self.signal("late-\($0)-"), token) }.joined())
    #expect(service.terminate().code == 0)

    let answers = request.read().components(separatedBy: "HTTP/1.1 ").dropFirst().map { $0.prefix(3) }
    #expect(answers.allSatisfy { $0 == "201" || $0 == "503" }, "\(answers)")
    let texts = streams.map { $0.read() }
    for text in texts {
      #expect(text.hasSuffix("event: stopping\ndata: {}\n\n\r\n0\r\n\r\n"))
      // What was answered as taken is told to everybody.
      for (number, answer) in answers.enumerated() where answer == "201" {
        #expect(text.contains("late-\(number)-"))
      }
    }
    // The same last number on all: nobody missed the end.
    let last = texts.map { $0.components(separatedBy: "\nid: ").last?.prefix { $0 != "\n" } }
    #expect(Set(last).count == 1)
    #expect(!service.log.contains(token))
    withExtendedLifetime((stalled, idle)) {}
  }
}
