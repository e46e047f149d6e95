import Ingest
import Platform
import Primitives
import Runners
import Trading

/// `sextant serve`: the service.
enum ServeCommand {
  static let command = Command(
    name: "serve", summary: "run the service: trade, keep positions, answer on the endpoint",
    discussion: "Without options it trades a synthetic market on a simulated exchange and keeps "
      + "everything in SQLite. With --questdb or --postgres every row goes there too, as fast as the server "
      + "takes it; trading waits for neither.",
    options: ServeSettings.options + [
      Command.Option("exit-at-end", .flag, help: "end with code 0 once the tape is at its end"),
      Command.Option("new-session", .flag, help: "begin a new session instead of going on"),
    ])

  static func run(_ values: CommandValues) -> Int32 {
    let configuration: Configuration
    var settings: ServiceSettings
    do throws(ConfigurationFaults) {
      configuration = try ServeSettings.read(values)
      settings = try configuration.settings()
    } catch {
      for fault in error.all { Terminal.error("sextant: \(fault)") }
      return Sextant.ExitCode.usage
    }
    settings.exitsAtEnd = values.flag("exit-at-end")
    settings.beginsNewSession = values.flag("new-session")
    let sink = LogSink(format: logFormat(configuration))
    defer { sink.close() }
    sink.level = configuration.logLevel
    // How much is said is the sink's: a SIGHUP may change it.
    let logger = Logger(label: "service", level: .trace, sink: sink)
    for file in configuration.exposedPasswordFiles {
      logger.warning(
        "others on this machine can read a password file",
        ["file": .string(file), "mend": .string("chmod 600")])
    }
    let signals = SignalWaiter()
    do {
      let service = try Service(settings: settings, logger: logger, notifier: ServiceNotifier()) { ending in
        switch ending {
        case .finished: signals.end(code: 0)
        case .failed: signals.end(code: Sextant.ExitCode.failure)
        }
      }
      do { try service.start() } catch {
        service.stop()
        throw error
      }
      var reload = ServeReload(
        values: values, started: configuration, service: service, sink: sink, logger: logger)
      let code = wait(signals, logger) { reload.run() }
      // What fails from here on does so because it is stopped.
      let failures = service.failures
      service.stop()
      guard failures.isEmpty else {
        logger.error("stopped; accounts had failed", ["failed": .string(failures.joined(separator: "; "))])
        return Sextant.ExitCode.failure
      }
      logger.info("stopped")
      return code
    } catch {
      sink.flush()
      let isPortTaken = (error as? HTTPServerError)?.code == .addressInUse
      Terminal.error(
        "sextant: \(error)" + (isPortTaken ? "; end what listens there, or choose another --port" : ""))
      return Sextant.ExitCode.failure
    }
  }

  private static func wait(
    _ signals: SignalWaiter, _ logger: Logger, onHangup: () -> Void
  ) -> Int32 {
    while true {
      switch signals.wait() {
      case .terminate:
        logger.info("stopping")
        return 0
      case .hangup: onHangup()
      case .ended(let code): return code
      }
    }
  }

  private static func logFormat(_ configuration: Configuration) -> LogSink.Format {
    switch configuration.text("log.format") {
    case "json": .json
    case "text": .text
    default: ANSI.isTerminal(2) ? .text : .json
    }
  }
}
