import Glibc
import Platform

/// `sextant status`: what a running service is doing, on one screen.
enum StatusCommand {
  /// Time between two screens, microseconds.
  private static let redrawMicros: UInt32 = 2_000_000

  static let command = Command(
    name: "status", summary: "show what a running service is doing",
    discussion: "Ends with code 1 when the service could not say something, as while it starts.",
    options: [
      Command.Option("json", .flag, help: "print everything as one JSON object"),
      Command.Option("watch", .flag, help: "draw it anew every 2 s, until interrupted"),
    ] + ServiceClient.options)

  /// What is asked of the service as a whole, not of an account.
  private static let common = ["ready", "stores"]

  /// Names and paths of what is asked; `SESSION` stands for the running session.
  private static let questions: [(name: String, path: String)] = [
    ("ready", "/health/ready"), ("trading", "/api/trading"), ("account", "/api/pnl"),
    ("margin", "/api/margin"), ("positions", "/api/positions?limit=1000"),
    ("alerts", "/api/alerts/active"), ("stores", "/api/stores"),
    ("pending", "/api/orders?limit=1000&status=PENDING&session=SESSION"),
    ("submitted", "/api/orders?limit=1000&status=SUBMITTED&session=SESSION"),
    ("partially_filled", "/api/orders?limit=1000&status=PARTIALLY_FILLED&session=SESSION"),
  ]

  static func run(_ values: CommandValues) -> Int32 {
    // It only asks: an interrupt ends it at once.
    Signals.letThrough()
    var isFirst = true
    while true {
      do {
        let client = try ServiceClient(values)
        let answers = try ask(client, try client.connect())
        if values.flag("watch"), !values.flag("json") { clearScreen() }
        let screen = StatusScreen(answers.mapValues(\.json))
        let isShown = Terminal.out(bytes: values.flag("json") ? json(answers) : Array(screen.text.utf8))
        if !values.flag("watch") || !isShown {
          return screen.isComplete ? 0 : Sextant.ExitCode.failure
        }
      } catch {
        // Who watches wants to see the service come back, too.
        guard values.flag("watch"), !isFirst else {
          Terminal.error("sextant: \(error)")
          return Sextant.ExitCode.failure
        }
        if !values.flag("json") { clearScreen() }
        Terminal.error("sextant: no answer: \(error)")
      }
      isFirst = false
      usleep(redrawMicros)
    }
  }

  private static func clearScreen() {
    if ANSI.isTerminal(1) { Terminal.out(bytes: Array("\u{1B}[H\u{1B}[2J".utf8)) }
  }

  private static func ask(
    _ client: ServiceClient, _ connection: HTTPConnection
  ) throws -> [String: HTTPAnswer] {
    var answers: [String: HTTPAnswer] = [:]
    var session = ""
    for question in questions {
      let path = question.path.split(separator: "SESSION", omittingEmptySubsequences: false)
        .joined(separator: URLText.encode(session))
      if session.isEmpty, path != question.path { continue }
      let asked = common.contains(question.name) ? path : client.path(path)
      let answer = try connection.ask("GET", asked)
      // Not ready is an answer; not allowed, or which account is meant, is none.
      if [400, 401, 403].contains(answer.status) { throw ClientFault(description: answer.fault) }
      guard answer.isSuccess || question.name == "ready" else { continue }
      answers[question.name] = answer
      if question.name == "trading" { session = answer.json["session_id"]?.string ?? "" }
    }
    return answers
  }

  private static func json(_ answers: [String: HTTPAnswer]) -> [UInt8] {
    var bytes = Array("{".utf8)
    for (place, question) in questions.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("\"\(question.name)\":".utf8)
      bytes += answers[question.name]?.body ?? Array("null".utf8)
    }
    return bytes + Array("}\n".utf8)
  }
}
