import Testing

@testable import Platform

@Suite("The command line")
struct CommandTests {
  static let serve = Command(
    name: "serve", summary: "Run the service.",
    options: [
      .init("port", .int(0...65_535), help: "Where to listen.", defaultValue: "8080"),
      .init("mode", .choice(["dry-run", "paper", "live"]), help: "How orders leave.", defaultValue: "paper"),
      .init("symbol", .text, help: "A market.", repeats: true),
      .init("fee-rate", .decimal, help: "The fee."),
      .init("token", .text, help: "The secret.", isSecret: true),
      .init("dry", .flag, help: "Send nothing."),
    ],
    operands: [.init("plan", help: "The plan file."), .init("extra", help: "More.", isOptional: true)])

  static let program = Command(
    name: "sextant", summary: "Trades.",
    options: [.init("data-dir", .text, help: "Where the journal lives.", isRequired: true)],
    subcommands: [serve, Command(name: "replay", summary: "Replay a day.")])

  static func run(_ line: String, _ environment: [String: String] = [:]) -> (
    path: [String], values: CommandValues
  )? {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .run(let path, let values) = program.parse(arguments: arguments, environment: environment)
    else {
      return nil
    }
    return (path, values)
  }

  static func faults(_ line: String, _ environment: [String: String] = [:]) -> [String] {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .faults(let faults) = program.parse(arguments: arguments, environment: environment) else {
      return []
    }
    return faults
  }

  @Test("reads options in both spellings, flags, repeats and operands")
  func reads() throws {
    let result = try #require(
      Self.run("--data-dir=/d serve --port 9000 --symbol=A --symbol B --fee-rate=-0.10 --dry p.json -- --x"))
    #expect(result.path == ["serve"])
    #expect(result.values.text("data-dir") == "/d")
    #expect(result.values.int("port") == 9_000)
    #expect(result.values.texts("symbol") == ["A", "B"])
    #expect(result.values.text("fee-rate") == "-0.10")
    #expect(result.values.flag("dry"))
    #expect(result.values.operands == ["p.json", "--x"])
  }

  @Test("takes what is not given from the environment, then from the default")
  func fallsBack() throws {
    let environment = [
      "SEXTANT_DATA_DIR": "/e", "SEXTANT_PORT": "1", "SEXTANT_SYMBOL": "A,B", "SEXTANT_DRY": "true",
    ]
    let fromEnvironment = try #require(Self.run("serve p", environment))
    #expect(fromEnvironment.values.text("data-dir") == "/e")
    #expect(fromEnvironment.values.int("port") == 1)
    #expect(fromEnvironment.values.texts("symbol") == ["A", "B"])
    #expect(fromEnvironment.values.flag("dry"))
    let given = try #require(Self.run("serve p --port=2 --dry=false", environment))
    #expect(given.values.int("port") == 2)
    #expect(!given.values.flag("dry"))
    #expect(given.values.text("mode") == "paper")
  }

  @Test("reports all faults at once")
  func collects() {
    let faults = Self.faults("serve --prot=1 --port=70000 --mode=papr --fee-rate=x --symbol")
    #expect(
      faults == [
        "unknown option '--prot' (did you mean '--port'?)",
        "--port must be a whole number from 0 to 65535, not '70000'",
        "--mode must be one of dry-run, paper, live (did you mean 'paper'?), not 'papr'",
        "--fee-rate must be a decimal number such as 12.50, not 'x'",
        "--symbol needs a value: --symbol=<text>",
        "<plan> is missing: The plan file.",
        "--data-dir is missing (or set SEXTANT_DATA_DIR)",
      ])
  }

  @Test("names the variable when the environment is wrong")
  func environmentFaults() {
    #expect(
      Self.faults("serve p --data-dir=d", ["SEXTANT_PORT": "x"])
        == ["SEXTANT_PORT must be a whole number from 0 to 65535, not 'x'"])
  }

  @Test("suggests the command that was meant")
  func suggestsCommands() {
    #expect(Self.faults("--data-dir=d serv") == ["unknown command 'serv' (did you mean 'serve'?)"])
    #expect(Self.faults("--data-dir=d xyz") == ["unknown command 'xyz' (one of serve, replay)"])
  }

  @Test("a piece of a secret that was not put in quotes is not repeated")
  func unquotedSecret() {
    let faults = Self.faults("serve a b --data-dir=d --token host=x password=topsecret -W=topsecret")
    #expect(faults.count == 2)
    #expect(faults.allSatisfy { !$0.contains("topsecret") && $0.contains("quotes") }, "\(faults)")
  }

  @Test("refuses an option given twice and an operand too many")
  func refusesTooMuch() {
    #expect(
      Self.faults("serve --data-dir=d --port=1 --port=2 a b c") == [
        "--port is given twice", "'c' is one argument too many",
      ])
  }

  @Test("never shows a secret value")
  func hidesSecrets() {
    #expect(Self.faults("serve p --data-dir=d --token=") == ["--token must not be empty"])
  }

  @Test("answers with help when asked, whatever else is wrong, and when a command is missing")
  func helps() {
    for arguments in [["serve", "--help"], ["serve", "-h", "--bogus"]] {
      guard case .help(let text) = Self.program.parse(arguments: arguments, environment: [:]) else {
        Issue.record("no help")
        continue
      }
      #expect(text.hasPrefix("Usage: sextant serve [options] <plan> [<extra>]\n"))
      #expect(text.contains("[default: 8080]"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
    guard case .help(let text) = Self.program.parse(arguments: [], environment: [:]) else {
      Issue.record("no help")
      return
    }
    #expect(text.contains("  replay  Replay a day."))
  }

  @Test(
    "counts a swap of neighbours as one mistake",
    arguments: [
      ("port", "prot", 1), ("port", "port", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "", 2),
    ])
  func distances(left: String, right: String, expected: Int) {
    #expect(Suggestion.distance(left, right) == expected)
    #expect(Suggestion.distance(right, left) == expected)
  }

  @Test("suggests nothing for a word far from all")
  func suggestsNothing() {
    #expect(Suggestion.nearest(to: "banana", in: ["port", "mode"]) == nil)
  }
}
