import Foundation
import Platform
import Runners

/// Where the configuration of `serve` and `config` comes from: file, environment, options.
enum ServeSettings {
  /// The file looked for in the data directory when none is named.
  static let fileName = "sextant.json5"
  /// The largest file read, bytes: more is no configuration.
  private static let maxBytes = 1 << 20

  /// The options that set something, each also in the environment.
  static let options =
    [
      Command.Option(
        "config", .text, help: "configuration file; by default \(fileName) in the data directory, if there",
        placeholder: "FILE")
    ] + ConfigurationSchema.options

  /// The configuration as it stands now.
  ///
  /// - Parameter file: what to read whatever the options say: the one read at the start.
  static func read(
    _ values: CommandValues, file: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ConfigurationFaults) -> Configuration {
    let directory = values.text("data") ?? ""
    let found = file ?? values.text("config") ?? standardFile(in: directory)
    var content: (name: String, bytes: [UInt8])?
    if let found { content = try self.content(of: found) }
    let configuration = try Configuration(file: content, options: values, environment: environment)
    // A file found by the directory cannot send us to another one.
    if values.text("config") == nil, let found, let chosen = configuration.text("data"), chosen != directory {
      throw ConfigurationFaults([
        "\(found): data: this file was found in \(directory) and names \(chosen): start with "
          + "--config \(found), or leave data out of it"
      ])
    }
    return configuration
  }

  /// What is wrong with the file beside faults of the arguments, so that all are told at once.
  static func faultsOfFile(_ arguments: [String], _ environment: [String: String]) -> [String] {
    guard [ServeCommand.command.name, ConfigCommand.command.name].contains(arguments.first) else { return [] }
    let named = value("config", arguments) ?? environment["SEXTANT_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let directory =
      value("data", arguments) ?? environment["SEXTANT_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path = named ?? standardFile(in: directory ?? "sextant-data") else { return [] }
    do throws(ConfigurationFaults) {
      return Configuration.faults(ofFile: try content(of: path))
    } catch { return error.all }
  }

  /// The value of an option in arguments that cannot be read as a whole.
  private static func value(_ name: String, _ arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument.hasPrefix("--\(name)=") { return String(argument.dropFirst(name.count + 3)) }
      if argument == "--\(name)", index + 1 < arguments.count { return arguments[index + 1] }
    }
    return nil
  }

  private static func standardFile(in directory: String) -> String? {
    let path = directory + "/" + fileName
    return Files.canonicalPath(path) == nil ? nil : path
  }

  private static func content(
    of path: String
  ) throws(ConfigurationFaults) -> (name: String, bytes: [UInt8]) {
    do throws(FileError) {
      return (name: path, bytes: try Files.read(path, maxBytes: maxBytes))
    } catch { throw ConfigurationFaults(["\(error)"]) }
  }
}
