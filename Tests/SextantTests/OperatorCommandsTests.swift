import Platform
import Testing

@testable import sextant

@Suite("The operator's commands")
struct OperatorCommandsTests {
  private func faults(_ arguments: [String]) -> [String] {
    if case .faults(let faults) = Sextant.command.parse(arguments: arguments, environment: [:]) {
      faults
    } else {
      []
    }
  }

  @Test("What stops or closes needs a reason; what is about something needs to say what")
  func arguments() {
    for name in ["halt", "drain", "pause", "resume", "cancel-all", "flatten"] {
      #expect(faults([name]).contains { $0.contains("--reason is missing") }, "\(name)")
      #expect(faults([name, "--reason", "x"]).isEmpty)
      #expect(faults([name, "--reason", "x", "extra"]).count == 1)
    }
    for name in ["cancel", "close", "ack"] {
      #expect(faults([name, "--reason", "x"]).contains { $0.contains("is missing") }, "\(name)")
      #expect(faults([name, "BTCUSDT", "--reason", "x"]).isEmpty)
    }
    #expect(faults(["cancel", "ord-1"]).isEmpty && faults(["ack", "alr-1"]).isEmpty)
  }

  @Test("What came of a command is one line, and one for each order")
  func text() throws {
    let answer = try JSONParser.parse(
      Array(
        #"{"action":"CLOSE","target":"BTCUSDT","state":"RUNNING","orders":["ord-1"],"cancelling":["ord-2"]}"#
          .utf8))
    #expect(
      OperatorCommands.text(answer)
        == "CLOSE BTCUSDT applied; trading is RUNNING\n  order sent: ord-1\n  cancel asked for: ord-2")
    let order = try JSONParser.parse(Array(#"{"order_id":"ord-1","status":"SUBMITTED"}"#.utf8))
    #expect(OperatorCommands.text(order) == "cancel asked for: order ord-1 is SUBMITTED")
  }

  @Test("A position that a flatten left open is named with its reason")
  func stillOpen() throws {
    let answer = try JSONParser.parse(
      Array(
        #"{"action":"FLATTEN","refused":[{"symbol":"ETHUSDT","code":"DATA_MISSING","message":"no price"}]}"#
          .utf8))
    #expect(OperatorCommands.stillOpen(answer) == ["ETHUSDT stays open: no price (DATA_MISSING)"])
    #expect(OperatorCommands.stillOpen(.null).isEmpty)
  }

  @Test("What turns a line round or ends it does not reach the terminal, nor do control characters")
  func directions() {
    for value: UInt32 in [0x1B, 0x0A, 0x7F, 0x9B, 0x061C, 0x200E, 0x2028, 0x202A, 0x202E, 0x2066, 0x2069] {
      let scalar = Unicode.Scalar(value).map { String(Character($0)) } ?? ""
      #expect(TerminalText.safe("a\(scalar)b") == "a?b", "U+\(String(value, radix: 16))")
      let trading = JSONValue.object([("state", .string("X")), ("by", .string("a\(scalar)b"))])
      #expect(StatusScreen(["trading": trading]).text.contains("by a?b"))
    }
    #expect(TerminalText.safe("שלום Grüße 日本 👩‍💻") == "שלום Grüße 日本 👩‍💻")
  }

  @Test("The screen shows what is known, and keeps what others wrote from steering the terminal")
  func screen() throws {
    let trading = try JSONParser.parse(
      Array(
        #"{"session_id":"s-1","mode":"paper","state":"HALTED","since":"T","by":"ann","reason":"a\u001b[2J"}"#
          .utf8))
    let screen = StatusScreen(["trading": trading])
    let text = screen.text
    #expect(text.contains("s-1  mode paper  trading HALTED since T by ann: a?[2J"))
    #expect(!text.contains("\u{1B}") && text.contains("readiness: -"))
  }

  @Test("What the service did not say is unknown on the screen, never none")
  func unknown() throws {
    let none = try JSONParser.parse(Array(#"{"results":[]}"#.utf8))
    let account = try JSONParser.parse(Array(#"{"equity":"1"}"#.utf8))
    let all = [
      "account": account, "positions": none, "alerts": none, "pending": none, "submitted": none,
      "partially_filled": none,
    ]
    let screen = StatusScreen(all)
    #expect(screen.isComplete && !screen.text.contains("unknown"))
    #expect(screen.text.contains("working orders: 0") && screen.text.contains("alerts: 0"))
    for (missing, title) in [
      ("account", "money"), ("positions", "positions"), ("alerts", "alerts"), ("pending", "working orders"),
      ("submitted", "working orders"), ("partially_filled", "working orders"),
    ] {
      let screen = StatusScreen(all.filter { $0.key != missing })
      #expect(!screen.isComplete && screen.text.contains("\(title): unknown"), "\(missing)")
    }
  }
}
