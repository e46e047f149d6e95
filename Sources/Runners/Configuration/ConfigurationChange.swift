/// What differs between two configurations, by key.
public struct ConfigurationChange: Sendable, Equatable {
  /// Keys whose change counts at once.
  public private(set) var live: [String] = []
  /// Keys whose change counts with the next start.
  public private(set) var restart: [String] = []

  /// Compares what a service runs with to what it would be started with now.
  ///
  /// - Parameters:
  ///   - started: what the service was started with, for keys that need a restart.
  ///   - current: what is in force, for those that do not.
  public init(started: Configuration, current: Configuration, new: Configuration) {
    let before = Dictionary(uniqueKeysWithValues: started.flattened.map { ($0.path, $0.texts) })
    let now = Dictionary(uniqueKeysWithValues: current.flattened.map { ($0.path, $0.texts) })
    var seen: Set<String> = []
    for item in new.flattened {
      seen.insert(item.path)
      switch item.change {
      case .live: if now[item.path] ?? [] != item.texts { live.append(item.path) }
      case .restart: if before[item.path] ?? [] != item.texts { restart.append(item.path) }
      }
    }
    // What was taken out of a list; a live key goes with the rest of its element.
    for item in started.flattened where !seen.contains(item.path) && !item.texts.isEmpty {
      if item.change == .restart { restart.append(item.path) }
    }
  }
}

extension Configuration {
  /// Every key with what is in force, those of accounts as the account has them.
  fileprivate var flattened: [(path: String, change: ConfigurationEntry.Change, texts: [String])] {
    var all = ConfigurationSchema.entries.map { ($0.path, $0.change, value($0.path)?.texts ?? []) }
    for index in 0..<count("accounts") {
      all += ConfigurationSchema.accountEntries.map {
        // Of a key for all accounts the account's own is named only where the file has it.
        ("accounts[\(index)].\($0.path)", $0.change, values["accounts[\(index)].\($0.path)"]?.texts ?? [])
      }
    }
    for index in 0..<count("strategies") {
      all += ConfigurationSchema.strategyEntries.map {
        ("strategies[\(index)].\($0.path)", $0.change, strategy(index, $0.path)?.texts ?? [])
      }
    }
    return all.map { (path: $0.0, change: $0.1, texts: $0.2) }
  }
}
