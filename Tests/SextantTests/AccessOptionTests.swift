import Foundation
import Platform
import Primitives
import Query
import Runners
import Testing

@testable import sextant

@Suite("The options that say who may reach the endpoint")
struct AccessOptionTests {
  private static let digest = String(repeating: "0a", count: 32)

  private func settings(_ arguments: [String], host: String = "127.0.0.1") throws -> ServiceSettings {
    let line = ["serve", "--host", host] + arguments
    guard case .run(_, let values) = Sextant.command.parse(arguments: line, environment: [:]) else {
      throw ConfigurationFaults(["not read"])
    }
    return try ServeSettings.read(values, environment: [:]).settings()
  }

  private func file(_ text: String, mode: Int) throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/sextant-\(UUID().uuidString)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test("let nobody in beyond loopback without tokens, and say what to do")
  func beyond() throws {
    for host in ["0.0.0.0", "10.1.2.3", "::"] {
      let error = #expect(throws: ConfigurationFaults.self) { try settings([], host: host) }
      #expect(error?.description.contains("--tokens FILE") == true)
    }
    let path = try file("ops admin \(Self.digest)\n", mode: 0o600)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try settings(["--tokens", path], host: "0.0.0.0").access.tokens.map(\.name) == ["ops"])
    let open = #expect(throws: ConfigurationFaults.self) {
      try settings(["--tokens", path, "--open-loopback"], host: "0.0.0.0")
    }
    #expect(open?.description.contains("--open-loopback") == true)
  }

  @Test("refuse a tokens file that others may read, by its name")
  func rights() throws {
    let path = try file("ops admin \(Self.digest)\n", mode: 0o644)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: ConfigurationFaults.self) { try settings(["--tokens", path]) }
    #expect(error?.description.contains(path) == true)
  }

  @Test("A SIGHUP takes the tokens file over, and says how many changed; a faulty one changes nothing")
  func reload() throws {
    let (kept, gone, new) = ("kept-secret", "gone-secret", "new-secret")
    func lines(_ tokens: [String]) -> String {
      tokens.map { "\($0.prefix { $0 != "-" }) read \(Self.sha256($0))\n" }.joined()
    }
    let path = try file(lines([kept, gone]), mode: 0o600)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let program = try ConfiguredProcess(
      ["serve", "--port", "0", "--log", "json", "--tokens", path], file: "{}")
    try program.start()
    program.waitForLine("session begun")
    let line = try #require(program.waitForLine("listening on http://127.0.0.1:").first)
    let digits = line[try #require(line.range(of: "127.0.0.1:")).upperBound...].prefix(while: \.isNumber)
    let port = try #require(UInt16(digits))
    func status(_ token: String) throws -> Int {
      let wire = try Wire(port: port)
      let head = "GET /api/accounts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
      wire.send(head + "Connection: close\r\n\r\n")
      return wire.readAnswer().status
    }
    #expect(try [kept, gone, new].map(status) == [200, 200, 401])
    let stream = try Wire(port: port)
    stream.send("GET /api/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(gone)\r\n\r\n")
    _ = stream.read { $0.contains("retry:") }
    try Data("kept read nonsense\n".utf8).write(to: URL(fileURLWithPath: path))
    program.send(SIGHUP)
    program.waitForLine("nothing of it is taken over", "64 hexadecimal digits")
    #expect(try [kept, gone, new].map(status) == [200, 200, 401])
    try Data(lines([kept, new]).utf8).write(to: URL(fileURLWithPath: path))
    program.send(SIGHUP)
    program.waitForLine("configuration read again", "http.tokens (1 added, 1 removed)")
    #expect(try [kept, gone, new].map(status) == [200, 401, 200])
    // The stream that was opened with it ends: this reads until the server closes.
    #expect(!stream.read().contains("stopping"))
    for secret in [kept, gone, new] { #expect(!program.said.contains(secret)) }
    program.send(SIGTERM)
    #expect(program.end() == 0)
  }

  private static func sha256(_ text: String) -> String {
    SHA256.hash(text).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("are closed by default")
  func defaults() throws {
    let settings = try settings([])
    #expect(!settings.access.opensLoopback && !settings.access.opensMetrics)
    #expect(settings.access.origins.isEmpty && settings.access.tokens.isEmpty)
    #expect(settings.maxStreams == 1_000)
  }

  @Test("take several origins, and no pattern")
  func origins() throws {
    let two = try settings(["--cors-origin", "https://a.example", "--cors-origin=http://b:81"])
    #expect(two.access.origins.map(\.text) == ["https://a.example", "http://b:81"])
    guard
      case .faults(let faults) = Sextant.command.parse(
        arguments: ["serve", "--cors-origin=*"], environment: [:])
    else {
      Issue.record("* was taken")
      return
    }
    #expect(faults.first?.contains("must be an origin") == true)
  }
}
