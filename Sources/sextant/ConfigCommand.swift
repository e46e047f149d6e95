import Platform
import Runners

/// `sextant config`: what the service would be started with, or what is wrong with it.
enum ConfigCommand {
  static let command = Command(
    name: "config", summary: "print the configuration in force, check one, or print an example",
    discussion: "Reads the same file, environment and options as serve and prints what comes of them, each "
      + "value with its origin and without passwords. --check prints every fault with line and column and "
      + "ends with code 0 or 1.",
    options: ServeSettings.options + [
      Command.Option("check", .flag, help: "only say whether it is sound: code 0, or 1 with every fault"),
      Command.Option("example", .flag, help: "print a commented file with every key"),
    ])

  static func run(_ values: CommandValues) -> Int32 {
    if values.flag("example") {
      Terminal.out(bytes: Array(Configuration.exampleText.utf8))
      return 0
    }
    do throws(ConfigurationFaults) {
      let configuration = try ServeSettings.read(values)
      _ = try configuration.settings()
      if values.flag("check") {
        Terminal.out("\(configuration.file ?? "no file"): the configuration is sound")
      } else {
        Terminal.out(bytes: Array(configuration.effectiveText.utf8))
      }
      return 0
    } catch {
      for fault in error.all { Terminal.error(fault) }
      return Sextant.ExitCode.failure
    }
  }
}
