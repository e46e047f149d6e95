import Platform

@testable import Runners

/// Configurations as `serve` reads them: a file named desk.json5, options, environment.
enum Configurations {
  /// Arguments that the command line itself refuses.
  struct BadArguments: Error { let faults: [String] }

  static func read(
    _ file: String?, _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws -> Configuration {
    let command = Command(name: "serve", summary: "", options: ConfigurationSchema.options)
    switch command.parse(arguments: arguments, environment: environment) {
    case .run(_, let values):
      return try Configuration(
        file: file.map { ("desk.json5", Array($0.utf8)) }, options: values, environment: environment)
    case .faults(let faults): throw BadArguments(faults: faults)
    case .help: throw BadArguments(faults: ["help"])
    }
  }

  /// The faults of a file; empty when it is sound.
  static func faults(
    _ file: String?, _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws -> [String] {
    do {
      _ = try read(file, arguments, environment)
      return []
    } catch let faults as ConfigurationFaults { return faults.all }
  }
}
