import Ingest
import Platform
import Primitives

/// `sextant verify`: whether a store holds what the journal says it must.
enum VerifyCommand {
  static let command = Command(
    name: "verify", summary: "compare QuestDB or PostgreSQL with the journal; works beside a running service",
    discussion: "Compares, per table and day, the rows that the acknowledged events make with those the "
      + "store has of this data directory's sessions. Ends with code 0 when they are equal, with 1 when any "
      + "row differs, was refused by the store or cannot be compared. Ticks and candles are not compared.",
    options: [
      .dataDirectory("directory of journal and tables")
    ] + StoreOptions.all + StoreOptions.timeToLive.filter { $0.name == "keep-days" } + [
      Command.Option(
        "from", .checked(dayFault), help: "first day compared, UTC; by default all", placeholder: "YYYY-MM-DD"
      ),
      Command.Option(
        "to", .checked(dayFault), help: "last day compared, UTC; by default all", placeholder: "YYYY-MM-DD"),
      Command.Option("json", .flag, help: "print one JSON object"),
    ])

  static func run(_ values: CommandValues) -> Int32 {
    let stores: [StoreOptions.Target]
    do { stores = try StoreOptions.someTargets(values) } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.usage
    }
    var settings = VerifySettings()
    settings.firstDay = values.text("from").flatMap(VerifyDay.init(text:))
    settings.lastDay = values.text("to").flatMap(VerifyDay.init(text:))
    if let first = settings.firstDay, let last = settings.lastDay, last < first {
      Terminal.error("sextant: --from is after --to")
      return Sextant.ExitCode.usage
    }
    let interrupt = Interrupt()
    let signals = SignalWaiter()
    let isJSON = values.flag("json")
    let job = Job(
      directory: values.text("data") ?? "", settings: settings,
      ttl: StoreOptions.timeToLive(values), interrupt: interrupt)
    let thread = OwnThread.start(name: "verify") {
      signals.end(code: compare(stores, job, isJSON: isJSON))
    }
    while true {
      switch signals.wait() {
      case .terminate: interrupt.raise()
      case .hangup: continue
      case .ended(let code):
        thread.join()
        return code
      }
    }
  }

  /// What is compared with every store.
  private struct Job: Sendable {
    let directory: String
    var path: String { directory + "/sextant.sqlite" }
    let settings: VerifySettings
    let ttl: StoreTTL
    let interrupt: Interrupt
  }

  /// Compares with each store and prints; the exit code.
  private static func compare(_ stores: [StoreOptions.Target], _ job: Job, isJSON: Bool) -> Int32 {
    var reports: [VerifyReport] = []
    var code: Int32 = 0
    for store in stores {
      do {
        let report = try compare(store, job)
        reports.append(report)
        if !isJSON { Terminal.out(report.text) }
        if !report.isEqual { code = Sextant.ExitCode.failure }
        keep(report, job)
      } catch {
        Terminal.error("sextant: \(error)")
        code = Sextant.ExitCode.failure
        if job.interrupt.isRaised { return code }
      }
    }
    if isJSON {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("equal", code == 0)
      writer.key("stores")
      writer.beginArray()
      for report in reports { report.write(to: &writer) }
      writer.endArray()
      writer.endObject()
      Terminal.out(bytes: writer.takeBytes() + [UInt8(ascii: "\n")])
    }
    return code
  }

  private static func compare(_ store: StoreOptions.Target, _ job: Job) throws -> VerifyReport {
    let rules = try ProjectionRules.of(directory: job.directory)
    let connection = try PostgresConnection.open(
      store.connection, timeoutNanos: 10 * Nanos.perSecond, interrupt: job.interrupt)
    defer { connection.close() }
    let bars = ProgressBars(store: store.kind.rawValue)
    defer { bars.finish() }
    return try StoreVerifier(
      path: job.path, rules: rules, connection: connection, kind: store.kind, ttl: job.ttl,
      settings: job.settings, interrupt: job.interrupt
    ) { bars.update($0, $1, $2) }.run()
  }

  /// The comparison stands whether its result can be kept or not.
  private static func keep(_ report: VerifyReport, _ job: Job) {
    do throws(FileError) { try report.keepEquality(directory: job.directory) } catch {
      Terminal.error(
        "sextant: \(report.store): that it is equal could not be kept (\(error)); the journal is cut "
          + "(journal-days) only as far as a comparison before")
    }
  }

  private static func dayFault(_ text: String) -> String? {
    VerifyDay(text: text) == nil ? "must be a day such as 2024-08-08" : nil
  }
}

/// One bar after the other, on a terminal only.
private final class ProgressBars {
  private let store: String
  private var bar: ProgressBar?
  private var phase: StoreVerifier.Phase?
  private var done = 0

  init(store: String) { self.store = store }

  func update(_ phase: StoreVerifier.Phase, _ done: Int64, _ total: Int64) {
    if self.phase != phase {
      finish()
      self.phase = phase
      bar = ProgressBar(label: "\(phase.rawValue) \(store)", total: Int(clamping: total))
    }
    self.done = Int(clamping: done)
    bar?.update(self.done)
  }

  func finish() {
    if ANSI.isTerminal(2) { bar?.finish(done) }
    bar = nil
  }
}
