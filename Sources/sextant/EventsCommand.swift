import Glibc
import Platform

/// `sextant events`: the journal of a running service as NDJSON.
enum EventsCommand {
  /// How long it rests when nothing is new, microseconds.
  private static let restMicros: UInt32 = 250_000

  static let command = Command(
    name: "events", summary: "print the journal, one JSON object a line, oldest first",
    options: [
      Command.Option("follow", .flag, help: "go on with what comes, until interrupted"),
      Command.Option(
        "type", .text, help: "only events of this type, such as order_accepted or fill_booked"),
      Command.Option("session", .text, help: "only events of this session"),
      Command.Option(
        "since-seq", .int(0...Int.max), help: "only events after this number", placeholder: "SEQ",
        defaultValue: "0"),
    ] + ServiceClient.options)

  static func run(_ values: CommandValues) -> Int32 {
    // It only asks: an interrupt ends it at once.
    Signals.letThrough()
    do {
      let client = try ServiceClient(values)
      let connection = try client.connect()
      var after = values.int("since-seq") ?? 0
      var filters = ""
      for name in ["type", "session"] {
        if let value = values.text(name) { filters += "&\(name)=\(URLText.encode(value))" }
      }
      while true {
        let answer = try connection.ask(
          "GET", client.path("/api/events?limit=1000&after=\(after)\(filters)"))
        guard answer.isSuccess else {
          Terminal.error("sextant: \(answer.fault)")
          return Sextant.ExitCode.failure
        }
        let page = answer.json
        guard let next = page["next_after"]?.int64, let newest = page["newest"]?.int64 else {
          throw ClientFault(description: "the service's answer is not understood")
        }
        if let cut = page["cut"]?.int64, after < cut {
          Terminal.error(
            "sextant: events \(after + 1) to \(cut) were taken out of the journal for their age "
              + "(journal-days); these begin after them")
        }
        for event in page["results"]?.array ?? [] {
          var writer = JSONWriter()
          writer.value(event)
          // Nobody reads any more: nothing left to do.
          if !Terminal.out(bytes: writer.takeBytes() + [UInt8(ascii: "\n")]) { return 0 }
        }
        after = max(Int(next), Int(page["cut"]?.int64 ?? 0))
        if next >= newest {
          guard values.flag("follow") else { return 0 }
          usleep(restMicros)
        }
      }
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
