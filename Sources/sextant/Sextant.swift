import Foundation
import Platform

/// The command line: arguments in, one command run, an exit code out.
@main
enum Sextant {
  /// 0 well, 1 failed, 64 the arguments are wrong, 128 + N a run was stopped by the signal N.
  enum ExitCode {
    static let failure: Int32 = 1
    static let usage: Int32 = 64
  }

  static let command = Command(
    name: "sextant",
    summary: "turns trading signals into exactly one order each and keeps positions true to the exchange",
    subcommands: [
      ServeCommand.command, ConfigCommand.command, BacktestCommand.command, SQLCommand.command,
      MigrateCommand.command, ShipCommand.command, VerifyCommand.command, BackupCommand.command,
      RestoreCommand.command, StatusCommand.command, SignalsCommand.command, EventsCommand.command,
      TokenCommand.command,
    ] + OperatorCommands.commands)

  static func main() {
    // Before any thread exists: signals reach the one place that waits for them.
    Signals.blockForProcess()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let environment = ProcessInfo.processInfo.environment
    let outcome = command.parse(arguments: arguments, environment: environment)
    switch outcome {
    case .help(let text): Terminal.out(text)
    case .faults(let faults):
      let more = ServeSettings.faultsOfFile(arguments, environment)
      for fault in more + faults { Terminal.error("sextant: \(TerminalText.safe(fault))") }
      Terminal.error("sextant: see 'sextant --help'")
      exit(ExitCode.usage)
    case .run(let path, let values): exit(run(path.first ?? "", values))
    }
  }

  private static func run(_ name: String, _ values: CommandValues) -> Int32 {
    switch name {
    case ServeCommand.command.name: ServeCommand.run(values)
    case ConfigCommand.command.name: ConfigCommand.run(values)
    case BacktestCommand.command.name: BacktestCommand.run(values)
    case SQLCommand.command.name: SQLCommand.run(values)
    case MigrateCommand.command.name: MigrateCommand.run(values)
    case ShipCommand.command.name: ShipCommand.run(values)
    case VerifyCommand.command.name: VerifyCommand.run(values)
    case TokenCommand.command.name: TokenCommand.run(values)
    case BackupCommand.command.name: BackupCommand.run(values)
    case RestoreCommand.command.name: RestoreCommand.run(values)
    case StatusCommand.command.name: StatusCommand.run(values)
    case SignalsCommand.command.name: SignalsCommand.run(values)
    case EventsCommand.command.name: EventsCommand.run(values)
    default: OperatorCommands.run(name, values) ?? ExitCode.usage
    }
  }
}
