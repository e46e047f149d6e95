import Platform
import Query
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
      // Of the file it was started with: another one needs a restart.
      let tokens = try started.tokens()
      let change = ConfigurationChange(started: started, current: current, new: new)
      for (index, name) in new.accountNames.enumerated() {
        service.adopt(AccountID(name), caps: new.caps(of: index), marginAlarm: new.marginAlarm)
      }
      service.setOrigins(new.corsOrigins)
      let changed = change.live + takeOver(tokens)
      sink.level = new.logLevel
      current = new
      logger.info(
        "configuration read again",
        [
          "file": .string(new.file ?? "none"),
          "changed": .string(changed.isEmpty ? "nothing" : changed.joined(separator: ", ")),
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

  /// Gives the tokens to the service: how many changed, in words; never which.
  private func takeOver(_ tokens: [AccessToken]) -> [String] {
    guard started.text("http.tokens") != nil else { return [] }
    let change = service.setTokens(tokens)
    guard change.added + change.removed > 0 else { return [] }
    return ["http.tokens (\(change.added) added, \(change.removed) removed)"]
  }
}
