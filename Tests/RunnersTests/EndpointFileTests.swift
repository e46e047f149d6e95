import Foundation
import Platform
import Testing

@testable import Runners

@Suite("endpoint.json")
struct EndpointFileTests {
  @Test("is there while the service runs, for its owner only, with another token at each start")
  func life() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    let path = settings.dataDirectory + "/endpoint.json"
    var tokens: Set<String> = []
    for _ in 0..<2 {
      let running = try RunningService(settings)
      let file = try EndpointFile.read(directory: settings.dataDirectory)
      #expect(file.address == "http://127.0.0.1:\(running.service.port)")
      #expect(file.token.utf8.count == 64)
      tokens.insert(file.token)
      let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(rights == 0o600)
      running.stop()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(tokens.count == 2)
    let error = #expect(throws: EndpointFile.Unreadable.self) {
      try EndpointFile.read(directory: settings.dataDirectory)
    }
    #expect(error?.isAbsent == true)
    #expect(error?.description.contains("no service runs") == true)
  }

  @Test("stays when a second service is refused the directory")
  func second() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    let first = try RunningService(settings)
    defer { first.stop() }
    let before = try EndpointFile.read(directory: settings.dataDirectory)
    #expect(throws: (any Error).self) { try RunningService(settings) }
    #expect(try EndpointFile.read(directory: settings.dataDirectory) == before)
  }

  @Test("is not believed when others may read it, or when it is something else")
  func unreadable() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/endpoint.json"
    try Data("{\"address\":1}".utf8).write(to: URL(fileURLWithPath: path))
    for mode in [0o644, 0o600] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: EndpointFile.Unreadable.self) {
        try EndpointFile.read(directory: scratch.path)
      }
      #expect(error?.description.contains(mode == 0o644 ? "chmod 600" : "restart the service") == true)
      #expect(error?.isAbsent == false)
    }
  }

  @Test("names an address that this machine can reach")
  func addresses() {
    #expect(EndpointFile.address(host: "0.0.0.0", port: 80) == "http://127.0.0.1:80")
    #expect(EndpointFile.address(host: "::", port: 80) == "http://[::1]:80")
    #expect(EndpointFile.address(host: "::1", port: 80) == "http://[::1]:80")
    #expect(EndpointFile.address(host: "localhost", port: 80) == "http://localhost:80")
  }
}
