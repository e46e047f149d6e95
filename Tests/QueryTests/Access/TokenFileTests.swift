import Foundation
import Platform
import Primitives
import Testing

@testable import Query

@Suite("The tokens file")
struct TokenFileTests {
  private static let digest = SHA256.hexadecimal("secret")

  private func parse(_ text: String) throws(TokenFile.Fault) -> [AccessToken] {
    try TokenFile.parse(Array(text.utf8), file: "tokens")
  }

  @Test("has a name, a scope and a hash a line; comments and empty lines are skipped")
  func reads() throws {
    let tokens = try parse(
      """
      # who may trade
      bot trade \(Self.digest)   # the signal engine

      grafana\tread\t\(SHA256.hexadecimal("other").uppercased())
      """)
    #expect(tokens.map(\.name) == ["bot", "grafana"])
    #expect(tokens.map(\.scope) == [.trade, .read])
    #expect(tokens[0].matches(SHA256.hash("secret")))
    #expect(!tokens[0].matches(SHA256.hash("other")))
    #expect(tokens[1].matches(SHA256.hash("other")))
    #expect(!tokens[0].matches([]))
  }

  @Test("names every fault with its line, and shows no word that may be a token")
  func faults() {
    do throws(TokenFile.Fault) {
      _ = try parse("bot trade hunter2\na hunter2 \(Self.digest)\nx\nlocal read \(Self.digest)\nb/c read d")
      Issue.record("it was taken")
    } catch {
      let lines = error.description.split(separator: "\n")
      #expect(lines.count == 5)
      for (index, line) in lines.enumerated() { #expect(line.hasPrefix("tokens:\(index + 1): "), "\(line)") }
      #expect(!error.description.contains("hunter2"))
      #expect(!error.description.contains(Self.digest))
    }
  }

  @Test("has each name once, at least one token and at most a hundred")
  func counts() {
    let twice = #expect(throws: TokenFile.Fault.self) {
      try parse("a read \(Self.digest)\na trade \(Self.digest)")
    }
    #expect(twice?.description.contains("tokens:2: the name a is given twice") == true)
    #expect(throws: TokenFile.Fault.self) { try parse("# nobody\n") }
    let many = (0...TokenFile.maxTokens).map { "n\($0) read \(Self.digest)" }.joined(separator: "\n")
    #expect(throws: TokenFile.Fault.self) { try parse(many) }
  }

  @Test("is refused by name while others may read or write it", arguments: [0o644, 0o640, 0o660, 0o602])
  func rights(mode: Int) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("a read \(Self.digest)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    let error = #expect(throws: FileError.self) { try TokenFile.read(file.path) }
    #expect(error?.code == .notPrivate)
    #expect(error?.description.contains(file.path) == true)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    #expect(try TokenFile.read(file.path).map(\.name) == ["a"])
  }
}
