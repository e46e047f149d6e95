import Ingest
import Trading

extension Configuration {
  /// The configuration in force as JSON5, each value with where it comes from, without secrets.
  public var effectiveText: String {
    var writer = ConfigurationWriter()
    writer.comment("The configuration in force. Behind each value stands where it comes from.")
    writer.open("{")
    for entry in ConfigurationSchema.entries {
      writer.enter(entry.path)
      if let value = value(entry.path) {
        writer.member(entry, Self.hidden(entry, value.texts), note: "\(value.origin)")
      } else {
        writer.comment("\(entry.key): not set")
      }
    }
    writer.enter("")
    for list in ConfigurationSchema.lists where count(list.key) > 0 { write(list.key, list.entries, &writer) }
    writer.close("}")
    return writer.text
  }

  private func write(_ list: String, _ entries: [ConfigurationEntry], _ writer: inout ConfigurationWriter) {
    writer.open("\(list): [")
    for index in 0..<count(list) {
      writer.open("{")
      for entry in entries {
        let value = list == "accounts" ? account(index, entry.path) : strategy(index, entry.path)
        guard let value, list == "accounts" || isParameter(entry.path, of: index) else { continue }
        writer.enter(entry.path)
        writer.member(entry, value.texts, note: "\(value.origin)")
      }
      writer.enter("")
      writer.close("},")
    }
    writer.close("],")
  }

  /// Whether a key means something to a strategy of the file.
  private func isParameter(_ key: String, of index: Int) -> Bool {
    ["name", "kind"].contains(key) || strategyEntry(index)?.parameter(key) != nil
  }

  /// A connection shows everything but its password.
  private static func hidden(_ entry: ConfigurationEntry, _ texts: [String]) -> [String] {
    guard entry.isSecret else { return texts }
    return texts.map { text in
      guard let connection = try? ConnectionString(text) else { return "***" }
      let shown = connection.description
      return connection.hasPassword ? shown + " password=***" : shown
    }
  }

  /// A file with every key at its standard, what it means and when a change of it counts.
  public static var exampleText: String {
    var writer = ConfigurationWriter()
    writer.comment("Sextant's configuration: JSON5, every key with its default. Leave out what may stay so.")
    writer.comment("Environment and options go before this file. Keys marked [SIGHUP] are read again then.")
    writer.open("{")
    for entry in ConfigurationSchema.entries {
      writer.enter(entry.path)
      writer.describe(entry)
      if let standard = entry.standard {
        writer.member(entry, [standard], note: nil)
      } else if case .list = entry.kind {
        writer.member(entry, [], note: nil)
      } else {
        writer.comment(ConfigurationWriter.member(entry, [entry.example]))
      }
    }
    writer.enter("")
    writer.comment("Strategies of your own: strategy = \"fast\" chooses this one.")
    example("strategies", ConfigurationSchema.strategyEntries, &writer)
    writer.comment("Accounts, each with its own desk. Whatever stands here goes before the same key above.")
    example("accounts", ConfigurationSchema.accountEntries, &writer)
    writer.close("}")
    return writer.text
  }

  private static func example(
    _ list: String, _ entries: [ConfigurationEntry], _ writer: inout ConfigurationWriter
  ) {
    writer.open("\(list): [")
    writer.open("{")
    for entry in entries {
      writer.enter(entry.path)
      writer.describe(entry)
      if entry.key == "name" || entry.standard != nil {
        let own = entry.key == "name" ? entry.example : entry.standard ?? ""
        writer.member(entry, [own], note: nil)
      } else {
        let condition = entry.condition.isEmpty ? "" : "  // " + entry.condition
        writer.comment(ConfigurationWriter.member(entry, [entry.example]) + condition)
      }
    }
    writer.enter("")
    writer.close("},")
    writer.close("],")
  }
}
