import CZlib
import Testing

@testable import Platform

@Suite("Compressed answers")
struct GzipTests {
  private func unpack(_ bytes: [UInt8], most: Int) -> [UInt8] {
    var stream = z_stream()
    var output = [UInt8](repeating: 0, count: most)
    _ = sx_inflate_init(&stream)
    defer { inflateEnd(&stream) }
    bytes.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        #expect(inflate(&stream, Z_FINISH) == Z_STREAM_END)
      }
    }
    return Array(output.prefix(Int(stream.total_out)))
  }

  @Test("are the same again once unpacked")
  func roundTrip() throws {
    let body = Array((0..<400).map { "{\"n\":\($0)}" }.joined(separator: ",").utf8)
    let packed = try #require(Gzip.compress(body))
    #expect(packed.count < body.count)
    #expect(unpack(packed, most: body.count) == body)
  }

  @Test("are not made where they would be longer")
  func useless() {
    var generator = SystemRandomNumberGenerator()
    #expect(Gzip.compress((0..<2_000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }) == nil)
    #expect(Gzip.compress([]) == nil)
  }

  @Test(
    "go to those who take them",
    arguments: [
      (["gzip"], true), (["br, GZIP;q=0.5"], true), (["*"], true), (["br", "x-gzip"], true), ([], false),
      (["gzip;q=0"], false), (["gzip; q=0.000"], false), (["*;q=0"], false), (["gzip;q=0, *"], false),
      (["*;q=0, gzip"], true), (["identity"], false), ([""], false), (["gzip;q=0.001"], true),
    ] as [([String], Bool)])
  func accepted(lines: [String], isAccepted: Bool) { #expect(Gzip.isAccepted(lines) == isAccepted) }

  @Test("leave short bodies alone")
  func short() {
    let request = HTTPRequest.sample(headers: [HTTPHeader("Accept-Encoding", "gzip")])
    let short = HTTPResponse.json([UInt8](repeating: 0x20, count: Gzip.leastBytes - 1))
    #expect(short.compressed(for: request) == short)
    let long = HTTPResponse.json([UInt8](repeating: 0x20, count: Gzip.leastBytes)).compressed(for: request)
    #expect(long.header("Content-Encoding") == "gzip")
    #expect(long.header("Vary") == "Accept-Encoding")
  }
}

extension HTTPRequest {
  fileprivate static func sample(headers: [HTTPHeader]) -> HTTPRequest {
    HTTPRequest(method: .get, path: "/", query: [], headers: headers, remoteAddress: "127.0.0.1")
  }
}
