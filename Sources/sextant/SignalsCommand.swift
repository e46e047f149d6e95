import Glibc
import Platform

/// `sextant signals -`: signals from standard input, one JSON object a line; a verdict a line comes out, in
/// the same order.
enum SignalsCommand {
  /// Signals sent and not yet answered: at most this many.
  static let window = 32
  /// Lines read ahead: at most this many.
  static let readAhead = 1_024
  /// The longest line, bytes: what the endpoint takes.
  static let maxLineBytes = 65_536

  static let command = Command(
    name: "signals", summary: "hand in signals from standard input, one JSON object a line",
    discussion: "Prints one verdict a line, in the order of the signals: "
      + #"{"line":1,"status":201,"verdict":{…}}, as the answer of POST /api/signals has it. "#
      + "Up to \(window) are under way at once, decided in the order they were read. Ends with code 1 when "
      + "a line was malformed or had no answer; one without an answer may be sent again under the same "
      + "signal_id.",
    options: ServiceClient.options,
    operands: [Command.Operand("-", help: "standard input")])

  /// A line on its way.
  private enum Pending {
    case sent(Int)
    /// Never sent: what is wrong with it.
    case malformed(Int, String)
  }

  static func run(_ values: CommandValues) -> Int32 {
    // It only asks: an interrupt ends it at once.
    Signals.letThrough()
    guard values.operands == ["-"] else {
      Terminal.error("sextant: signals come from standard input: sextant signals -")
      return Sextant.ExitCode.usage
    }
    do {
      let lines = Inbox<InputLines.Line>(capacity: readAhead)
      // Whoever writes the lines may keep quiet for ever: a fault ends the command without the reader.
      defer { lines.close() }
      let client = try ServiceClient(values)
      let connection = try client.connect()
      _ = OwnThread.start(name: "sx-lines") { read(into: lines) }
      return try exchange(lines, connection, client.path("/api/signals")) ? 0 : Sextant.ExitCode.failure
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }

  private static func read(into lines: Inbox<InputLines.Line>) {
    var input = InputLines(descriptor: 0, maxBytes: maxLineBytes)
    while let line = input.next() {
      while !lines.post(line) {
        if lines.isClosed { return }
        usleep(1_000)
      }
    }
    lines.close()
  }

  /// Sends what is there and prints what comes; false when a line was malformed or had no answer.
  private static func exchange(
    _ lines: Inbox<InputLines.Line>, _ connection: HTTPConnection, _ path: String
  ) throws -> Bool {
    var pending: [Pending] = []
    var waiting: [InputLines.Line] = []
    var number = 0
    var isWell = true
    while true {
      if waiting.isEmpty {
        waiting = lines.take(waitingUpTo: pending.isEmpty ? nil : 0)
        if waiting.isEmpty, pending.isEmpty { return isWell }
      }
      while !waiting.isEmpty, pending.count < window {
        let line = waiting.removeFirst()
        number += 1
        if line.isBlank { continue }
        if let fault = fault(in: line) {
          pending.append(.malformed(number, fault))
        } else {
          try connection.send("POST", path, body: line.bytes)
          pending.append(.sent(number))
        }
      }
      guard !pending.isEmpty else { continue }
      switch pending.removeFirst() {
      case .malformed(let line, let fault):
        isWell = false
        try print(line, status: 400, raw(fault))
      case .sent(let line):
        let answer = try receive(connection, line, pending)
        if answer.status == 400 || answer.status >= 500 { isWell = false }
        try print(line, status: answer.status, answer.json.isNull ? raw("no JSON") : answer.body)
      }
    }
  }

  private static func receive(
    _ connection: HTTPConnection, _ line: Int, _ pending: [Pending]
  ) throws -> HTTPAnswer {
    do { return try connection.receive() } catch {
      // What is under way may have been decided: whoever sent it must know which lines those are.
      let others = pending.compactMap { if case .sent(let number) = $0 { number } else { nil } }
      for number in [line] + others { try? print(number, status: 0, raw("\(error)")) }
      throw error
    }
  }

  /// What makes a line no signal at all; the rest is the service's to say.
  private static func fault(in line: InputLines.Line) -> String? {
    guard !line.isTooLong else { return "the line is longer than \(maxLineBytes) bytes" }
    do throws(JSONError) {
      return try JSONParser.parse(line.bytes).object == nil ? "the line is no JSON object" : nil
    } catch {
      return "the line is not JSON: \(error)"
    }
  }

  private static func raw(_ fault: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("detail", fault)
    writer.endObject()
    return writer.takeBytes()
  }

  /// Throws when nobody reads the verdicts any more: what is sent then would be decided unseen.
  private static func print(_ line: Int, status: Int, _ verdict: [UInt8]) throws {
    let head = "{\"line\":\(line),\"status\":\(status),\"verdict\":"
    guard Terminal.out(bytes: Array(head.utf8) + verdict + Array("}\n".utf8)) else {
      throw ClientFault(
        description: "the verdict of line \(line) could not be printed; later lines were not sent, or "
          + "have no verdict")
    }
  }
}
