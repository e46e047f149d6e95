import Foundation
import Platform
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
