import Platform
import Runners
import Trading

/// What a SIGHUP does: reads the configuration again, takes over what may change while the service runs,
/// and names what waits for a restart. With a fault nothing changes.
struct ServeReload {
  let values: CommandValues
  /// What the service was started with.
  let started: Configuration
  let service: Service
  let sink: LogSink
  let logger: Logger
  private var current: Configuration

  init(
    values: CommandValues, started: Configuration, service: Service, sink: LogSink, logger: Logger
  ) {
    self.values = values
    self.started = started
    self.service = service
    self.sink = sink
    self.logger = logger
    current = started
  }

  mutating func run() {
    do throws(ConfigurationFaults) {
      let new = try ServeSettings.read(values, file: started.file)
      let change = ConfigurationChange(started: started, current: current, new: new)
      for (index, name) in new.accountNames.enumerated() {
        service.adopt(AccountID(name), caps: new.caps(of: index), marginAlarm: new.marginAlarm)
      }
      service.setOrigins(new.corsOrigins)
      sink.level = new.logLevel
      current = new
      logger.info(
        "configuration read again",
        [
          "file": .string(new.file ?? "none"),
          "changed": .string(change.live.isEmpty ? "nothing" : change.live.joined(separator: ", ")),
        ])
      guard !change.restart.isEmpty else { return }
      logger.warning(
        "changes that need a restart", ["keys": .string(change.restart.joined(separator: ", "))])
    } catch {
      for fault in error.all {
        logger.error("configuration has a fault, nothing of it is taken over", ["fault": .string(fault)])
      }
    }
  }
}
