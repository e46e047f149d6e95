import Foundation
import Platform
import Runners
import Testing

@testable import sextant

@Suite("Configuration of the program")
struct ConfigCommandTests {
  @Test("config --check ends with 0 or 1, and with 64 when the arguments are wrong too")
  func check() throws {
    let sound = try ConfiguredProcess(
      ["config", "--check"],
      file: Configuration.exampleText.replacing(
        "data: \"sextant-data\",", with: ""))
    #expect(try sound.run() == 0, "\(sound.said)")
    let faulty = try ConfiguredProcess(["config", "--check"], file: "{\n  prot: 1,\n  seed: -1,\n}")
    #expect(try faulty.run() == 1)
    #expect(faulty.said.contains("desk.json5:2:3: prot: there is no such key"), "\(faulty.said)")
    #expect(faulty.said.contains("desk.json5:3:9: seed: must be a whole number"), "\(faulty.said)")
    let both = try ConfiguredProcess(["config", "--check", "--port", "70000"], file: "{prot: 1}")
    #expect(try both.run() == 64)
    #expect(both.said.contains("desk.json5:1:2: prot:") && both.said.contains("--port must be"))
  }

  @Test("serve refuses a faulty file before it touches anything")
  func refused() throws {
    for (file, words) in [
      ("{caps: {max_orders: 0}}", "desk.json5:1:21: caps.max_orders: must be a whole number from 1 to 1000"),
      ("{accounts: [{name: 'a'}, {name: 'a'}]}", "accounts[1].name: 'a' is also that of accounts[0]"),
      ("{mode: 'live'}", "Live trading requested but LIVE_TRADING_ACK=true not set; refusing to start"),
    ] {
      let program = try ConfiguredProcess(["serve", "--port", "0"], file: file)
      #expect(try program.run() == 64)
      #expect(program.said.contains(words), "\(program.said)")
      #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/data"))
    }
  }

  @Test("SIGHUP takes over what may change, names what waits, and a faulty file changes nothing")
  func reload() throws {
    let program = try ConfiguredProcess(
      ["serve", "--port", "0", "--log", "json"],
      file: "{caps: {max_positions: 9}, log: {level: 'info'}, stores: {keep_days: 1}}")
    try program.start()
    program.waitForLine("session begun")
    #expect(!program.said.contains("limits in force"))
    try program.write("{\n  caps: {max_positions: 0},\n  log: {level: 'error'}, leverag: 3 }")
    program.send(SIGHUP)
    program.waitForLine("nothing of it is taken over", "desk.json5:2:25: caps.max_positions: must be")
    program.waitForLine("nothing of it is taken over", "desk.json5:3:26: leverag", "leverage")
    #expect(!program.said.contains("configuration read again"))
    try program.write("{caps: {max_positions: 7}, leverage: 3, log: {level: 'debug'}}")
    program.send(SIGHUP)
    program.waitForLine("configuration read again", "log.level, caps.max_positions")
    program.waitForLine("need a restart", "leverage, stores.keep_days")
    program.waitForLine("limits in force", "\"max_positions\":7")
    try FileManager.default.removeItem(atPath: program.configuration)
    program.send(SIGHUP)
    program.waitForLine("nothing of it is taken over", "cannot read")
    try program.write("{log: {level: 'error'}}")
    program.send(SIGHUP)
    program.send(SIGTERM)
    #expect(program.end() == 0)
  }

  @Test("several accounts of a file trade in one process, and a SIGHUP reaches the one it is about")
  func accounts() throws {
    let program = try ConfiguredProcess(
      ["serve", "--port", "0", "--log", "json"],
      file: "{accounts: [{name: 'a'}, {name: 'b', leverage: 4}]}")
    try program.start()
    for name in ["a", "b"] { program.waitForLine("session begun", "account.\(name)", "sextant-\(name)-1") }
    try program.write("{accounts: [{name: 'a'}, {name: 'b', leverage: 4, caps: {max_positions: 2}}]}")
    program.send(SIGHUP)
    program.waitForLine("limits in force", "account.b", "\"max_positions\":2")
    #expect(
      program.waitForLine("limits in force", "account.a").allSatisfy { !$0.contains("\"max_positions\":2") })
    program.send(SIGTERM)
    #expect(program.end() == 0)
  }

  @Test("the file in the data directory is read unasked, but cannot lead to another directory")
  func found() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/sextant.json5"
    func read(_ text: String, _ arguments: [String], _ environment: [String: String]) throws -> [String] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = ServeCommand.command.parse(arguments: arguments, environment: environment)
      guard case .run(_, let values) = outcome else { return ["not read"] }
      do throws(ConfigurationFaults) {
        return [try ServeSettings.read(values, environment: environment).text("seed") ?? ""]
      } catch { return error.all }
    }
    #expect(try read("{seed: 5}", ["--data", folder.path], [:]) == ["5"])
    #expect(try read("{seed: 6}", [], ["SEXTANT_DATA": folder.path]) == ["6"])
    #expect(try read("{seed: 7}", [], ["SEXTANT_CONFIG": path]) == ["7"])
    let absent = try read("{}", ["--config", path + "-absent"], [:])
    #expect(absent.first?.contains("cannot read") == true, "\(absent)")
    #expect(
      ServeSettings.faultsOfFile(["serve", "--data", folder.path, "--prot"], [:]).isEmpty)
    _ = try read("{sed: 7}", ["--data", folder.path], [:])
    for arguments in [["serve", "--data=\(folder.path)"], ["config", "--config", path]] {
      let faults = ServeSettings.faultsOfFile(arguments, [:])
      #expect(faults == ["\(path):1:2: sed: there is no such key (did you mean 'seed'?)"])
    }
    #expect(ServeSettings.faultsOfFile(["verify", "--data", folder.path], [:]).isEmpty)
  }
}
