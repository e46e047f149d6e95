public import Platform

/// The configuration in force: the file, over it the environment, over it the options.
///
/// Every value was checked where it came in, so that what is made of it cannot fail half way.
public struct Configuration: Sendable {
  /// The file that was read; nil when there is none.
  public let file: String?
  /// Values that were given, by path.
  private(set) var values: [String: ConfigurationValue]
  private let counts: [String: Int]

  /// Puts the layers together.
  ///
  /// - Parameters:
  ///   - file: the file's name, as faults name it, and its content; nil without one.
  ///   - options: the command line's values, options and environment told apart.
  ///   - environment: where keys without an option are looked up.
  /// - Throws: every fault at once, those of the file first.
  public init(
    file: (name: String, bytes: [UInt8])?, options: CommandValues, environment: [String: String]
  ) throws(ConfigurationFaults) {
    let read = file.map { ConfigurationFile(name: $0.name, bytes: $0.bytes) }
    var faults = read?.faults ?? ConfigurationFaults()
    self.file = read?.name
    values = read?.values ?? [:]
    counts = read?.counts ?? [:]
    for entry in ConfigurationSchema.entries {
      if let option = entry.option {
        take(option, of: entry, from: options)
      } else if let text = environment[entry.environmentName], !text.isEmpty {
        let name = entry.environmentName
        if let problem = entry.kind.fault(in: text) {
          faults.add("\(name): \(problem), not '\(text.prefix(40))'")
        } else {
          values[entry.path] = ConfigurationValue(texts: [text], origin: .environment(name))
        }
      }
    }
    checkCoherence(&faults)
    guard faults.isEmpty else { throw faults }
  }

  /// What is wrong with a file, looked at alone.
  public static func faults(ofFile file: (name: String, bytes: [UInt8])) -> [String] {
    ConfigurationFile(name: file.name, bytes: file.bytes).faults.all
  }

  /// The least important log lines shown.
  public var logLevel: LogLevel { value("log.level").flatMap { LogLevel(name: $0.text) } ?? .info }

  private mutating func take(_ option: String, of entry: ConfigurationEntry, from options: CommandValues) {
    let texts = entry.kind.isFlag ? ["\(options.flag(option))"] : options.texts(option)
    switch options.source(option) {
    case .argument: values[entry.path] = .init(texts: texts, origin: .option("--" + option))
    case .environment:
      values[entry.path] = .init(texts: texts, origin: .environment(entry.environmentName))
    case .standard, nil: break
    }
  }

  /// The value of a key outside lists: the one given, else the standard; nil when there is neither.
  func value(_ path: String) -> ConfigurationValue? {
    values[path] ?? ConfigurationSchema.entry(path)?.standard.map { .init(texts: [$0], origin: .standard) }
  }

  /// How many elements a list has.
  func count(_ list: String) -> Int { counts[list] ?? 0 }

  /// The value of a key of an account: environment and options go before the account's own, that before
  /// the common one. Without accounts in the file there is one, `main`.
  func account(_ index: Int, _ key: String) -> ConfigurationValue? {
    if key == "name", count("accounts") == 0 { return .init(texts: ["main"], origin: .standard) }
    let common = value(key)
    if let common, common.origin.isAboveFile { return common }
    return values["accounts[\(index)].\(key)"] ?? common
  }

  /// The value of a key of a strategy of the file.
  func strategy(_ index: Int, _ key: String) -> ConfigurationValue? {
    if let given = values["strategies[\(index)].\(key)"] { return given }
    let entry = ConfigurationSchema.strategyEntries.first { $0.path == key }
    return entry?.standard.map { .init(texts: [$0], origin: .standard) }
  }

  /// Names of the accounts; `main` when the file has none.
  public var accountNames: [String] {
    (0..<max(1, count("accounts"))).map { account($0, "name")?.text ?? "" }
  }

  /// What can be chosen as a strategy.
  var strategyNames: [String] { (0..<count("strategies")).compactMap { strategy($0, "name")?.text } }
}
