import Foundation
import Platform

/// `sextant halt`, `drain`, `pause`, `resume`, `cancel`, `cancel-all`, `close`, `flatten`, `ack`: what an
/// operator tells a running service; each is journaled with who and why.
enum OperatorCommands {
  /// One of them: its name, what it is about, and the path it posts to (`{}` stands for the operand).
  struct Entry {
    let name: String
    let path: String
    var operand: Command.Operand?
    var needsReason = true
    let summary: String
  }

  static let table = [
    Entry(name: "halt", path: "/api/trading/halt", summary: "no entries and no exits any more"),
    Entry(
      name: "drain", path: "/api/trading/drain",
      summary: "no entries any more; working entry orders are cancelled"),
    Entry(name: "pause", path: "/api/trading/pause", summary: "no entries for now"),
    Entry(name: "resume", path: "/api/trading/resume", summary: "trade again"),
    Entry(
      name: "cancel", path: "/api/orders/{}/cancel",
      operand: Command.Operand("ORDER", help: "its id, ord-…"), needsReason: false,
      summary: "cancel one order"),
    Entry(name: "cancel-all", path: "/api/orders/cancel", summary: "cancel every working order"),
    Entry(
      name: "close", path: "/api/positions/{}/close",
      operand: Command.Operand("SYMBOL", help: "such as BTCUSDT"),
      summary: "close one position by a market order"),
    Entry(
      name: "flatten", path: "/api/positions/flatten",
      summary: "close every position by market orders"),
    Entry(
      name: "ack", path: "/api/alerts/{}/acknowledge",
      operand: Command.Operand("ALERT", help: "its id, alr-…"), needsReason: false,
      summary: "note that an alert was seen"),
  ]

  static let commands = table.map { entry in
    Command(
      name: entry.name, summary: entry.summary,
      options: [
        Command.Option(
          "reason", .text, help: "why, for the journal; at most 256 characters",
          isRequired: entry.needsReason),
        Command.Option("actor", .text, help: "who says so; by default $USER"),
        Command.Option("json", .flag, help: "print the answer as JSON"),
      ] + ServiceClient.options, operands: entry.operand.map { [$0] } ?? [])
  }

  static func run(_ name: String, _ values: CommandValues) -> Int32? {
    guard let entry = table.first(where: { $0.name == name }) else { return nil }
    let target = values.operands.first.map { URLText.encode($0) } ?? ""
    let path = entry.path.split(separator: "{}", omittingEmptySubsequences: false)
      .joined(separator: target)
    let actor = values.text("actor") ?? ProcessInfo.processInfo.environment["USER"] ?? ""
    var writer = JSONWriter()
    writer.beginObject()
    if !actor.isEmpty { writer.field("actor", actor) }
    if let reason = values.text("reason") { writer.field("reason", reason) }
    writer.endObject()
    do {
      let client = try ServiceClient(values)
      let answer = try client.connect().ask("POST", client.path(path), body: writer.takeBytes())
      guard answer.isSuccess else {
        Terminal.error("sextant: \(answer.fault)")
        return Sextant.ExitCode.failure
      }
      if values.flag("json") {
        Terminal.out(bytes: answer.body + [UInt8(ascii: "\n")])
      } else {
        Terminal.out(text(answer.json))
      }
      let open = stillOpen(answer.json)
      for line in open { Terminal.error("sextant: \(line)") }
      return open.isEmpty ? 0 : Sextant.ExitCode.failure
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }

  /// A line for each position that a close or flatten left open, and why.
  static func stillOpen(_ answer: JSONValue) -> [String] {
    (answer["refused"]?.array ?? []).map { one in
      let (symbol, code) = (one["symbol"]?.string ?? "", one["code"]?.string ?? "")
      return TerminalText.safe("\(symbol) stays open: \(one["message"]?.string ?? "") (\(code))")
    }
  }

  /// One line on what a command came to; the answer to a single cancel is the order.
  static func text(_ answer: JSONValue) -> String {
    guard let action = answer["action"]?.string else {
      return "cancel asked for: order \(answer["order_id"]?.string ?? "") is "
        + (answer["status"]?.string ?? "unknown")
    }
    let words = [action, answer["target"]?.string ?? "", "applied; trading is"]
    var lines = [
      (words + [answer["state"]?.string ?? ""]).filter { !$0.isEmpty }.joined(separator: " ")
    ]
    for (name, what) in [("orders", "order sent:"), ("cancelling", "cancel asked for:")] {
      lines += (answer[name]?.array ?? []).map { "  \(what) \($0.string ?? "")" }
    }
    return lines.joined(separator: "\n")
  }
}
