import Foundation
import Ingest
import Platform
import Testing

@testable import sextant

@Suite("The options that name stores")
struct StoreOptionTests {
  /// Faults of a line, or of what a command makes of its values; nil when there is none.
  private func faults(_ arguments: [String], _ environment: [String: String] = [:]) -> [String]? {
    switch Sextant.command.parse(arguments: arguments, environment: environment) {
    case .help: return []
    case .faults(let faults): return faults
    case .run(_, let values):
      do {
        _ = try StoreOptions.targets(values)
        return nil
      } catch { return ["\(error)"] }
    }
  }

  private func targets(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> [StoreOptions.Target] {
    guard
      case .run(_, let values) = Sextant.command.parse(arguments: arguments, environment: environment)
    else { return [] }
    return try StoreOptions.targets(values)
  }

  @Test(
    "must name a server: an empty text would be libpq's own idea of one",
    arguments: ["", " ", "port=8812 user=admin"], ["questdb", "postgres"])
  func namesNoServer(text: String, option: String) throws {
    for command in ["serve", "migrate", "ship", "verify"] {
      let found = try #require(faults([command, "--\(option)", text]))
      #expect(found == ["--\(option) cannot be understood: it names no server: host= is missing"])
    }
  }

  @Test(
    "are refused without a word of the password",
    arguments: [
      "host=h password=hunter2 hots=x", "host=h password=my hunter2", "postgres://u:hunter2%zz@h/d",
      "password=hunter2", "hunter2", "host=h password='hunter2",
    ])
  func secret(text: String) throws {
    for found in [
      faults(["serve", "--questdb", text]), faults(["verify"], ["SEXTANT_POSTGRES": text]),
      faults(["ship", "--questdb=\(text)", "--questdb=\(text)"]),
    ] {
      let found = try #require(found)
      #expect(!found.isEmpty && !found.joined().contains("hunter2"), "\(found)")
    }
  }

  @Test("come from the environment too, an option given wins, and QuestDB stands first")
  func environment() throws {
    let environment = ["SEXTANT_QUESTDB": "host=a", "SEXTANT_POSTGRES": "host=b"]
    let both = try targets(["serve", "--postgres", "host=c"], environment)
    #expect(both.map(\.kind) == [.questdb, .postgres])
    #expect(both.map { $0.connection.value("host") } == ["a", "c"])
    #expect(try targets(["serve"], ["SEXTANT_QUESTDB": ""]).isEmpty)
    #expect(try targets(["serve"]).isEmpty)
  }

  @Test("take the password from a file, which goes before one in the text")
  func passwordFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("from file\n".utf8).write(to: file)
    let arguments = ["serve", "--questdb", "host=h password=x", "--questdb-password-file", file.path]
    #expect(
      try targets(arguments).map(\.connection)
        == [try ConnectionString("host=h password=x").withPassword("from file")])
    let absent = try #require(
      faults(["serve", "--questdb", "host=h", "--questdb-password-file", file.path + "-absent"]))
    #expect(absent.joined().contains("-absent"))
    let alone = try #require(faults(["serve", "--postgres-password-file", file.path]))
    #expect(alone == ["--postgres-password-file goes with --postgres, which is not given"])
  }

  @Test("are needed by the commands that work on a store", arguments: ["migrate", "ship", "verify"])
  func none(command: String) throws {
    guard case .run(_, let values) = Sextant.command.parse(arguments: [command], environment: [:]) else {
      Issue.record("\(command) without options is not read")
      return
    }
    let error = try #require(throws: StoreOptionsError.self) { try StoreOptions.someTargets(values) }
    #expect(error.description.contains("--questdb or --postgres"))
    #expect(error.description.contains("SEXTANT_QUESTDB"))
  }

  @Test("days to keep are whole numbers of at most a century; what is not given is left alone")
  func days() throws {
    for text in ["-1", "36501", "1.5", "90d", ""] {
      let found = try #require(faults(["serve", "--keep-days=\(text)"]))
      #expect(found.first?.contains("whole number from 0 to 36500") == true, "\(found)")
    }
    func ttl(_ arguments: [String]) throws -> StoreTTL? {
      guard case .run(_, let values) = Sextant.command.parse(arguments: arguments, environment: [:])
      else { return nil }
      return StoreOptions.timeToLive(values)
    }
    #expect(try ttl(["serve"]) == .unchanged)
    #expect(try ttl(["serve", "--keep-days=30"]) == StoreTTL(rowDays: 30, marketDays: nil))
    #expect(
      try ttl(["migrate", "--keep-days", "0", "--keep-market-days", "7"])
        == StoreTTL(rowDays: 0, marketDays: 7))
  }

  @Test("are in the help of every command that takes them")
  func help() throws {
    for command in ["serve", "migrate", "ship", "verify"] {
      guard
        case .help(let text) = Sextant.command.parse(arguments: [command, "--help"], environment: [:])
      else {
        Issue.record("\(command) has no help")
        continue
      }
      for name in ["--questdb <", "--postgres <", "--questdb-password-file", "--postgres-password-file"] {
        #expect(text.contains(name), "\(command): \(name)")
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
  }

  @Test("instances have names that fit into every id", arguments: ["", "A", "a b", "ä", "x.y"])
  func instance(name: String) throws {
    let found = try #require(faults(["serve", "--instance=\(name)"]))
    #expect(found.first?.contains("1 to 24 of a-z, 0-9, - and _") == true, "\(found)")
    #expect(faults(["serve", "--instance=desk-2"]) == nil)
  }
}
