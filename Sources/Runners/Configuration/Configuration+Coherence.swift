import Ingest
import Platform
import Primitives
import Trading

extension Configuration {
  /// What each value alone cannot show.
  func checkCoherence(_ faults: inout ConfigurationFaults) {
    checkMarket(&faults)
    checkStores(&faults)
    checkOrder("alerts.margin_critical_buffer", notAbove: "alerts.margin_warning_buffer", &faults)
    checkOrder(
      "alerts.margin_critical_ratio_percent", notAbove: "alerts.margin_warning_ratio_percent", &faults)
    checkStrategies(&faults)
    for index in 0..<max(1, count("accounts")) { checkStrategyName(index, &faults) }
    do throws(ConfigurationFaults) { _ = try instrumentFile() } catch { faults.add(error) }
    do throws(ConfigurationFaults) { _ = try access() } catch { faults.add(error) }
  }

  /// A fault of a key that was given, with its place.
  static func line(_ value: ConfigurationValue, _ path: String, _ text: String) -> String {
    switch value.origin {
    case .option, .environment: "\(value.origin): \(text)"
    case .file, .standard: "\(value.origin): \(path): \(text)"
    }
  }

  private func checkMarket(_ faults: inout ConfigurationFaults) {
    guard let speed = value("market.speed"), speed.text == "max",
      value("market.source")?.text == "synthetic"
    else { return }
    faults.add(
      Self.line(speed, "market.speed", "speed max needs a tape: a synthetic market has no end"))
  }

  private func checkStores(_ faults: inout ConfigurationFaults) {
    for kind in StoreKind.allCases {
      let path = "stores.\(kind.rawValue).password_file"
      guard let file = value(path) else { continue }
      if value("stores.\(kind.rawValue).connection") == nil {
        faults.add(
          Self.line(file, path, "goes with a connection: stores.\(kind.rawValue).connection is not given"))
      } else {
        do throws(PostgresError) { _ = try ConnectionString.password(file: file.text) } catch {
          faults.add(Self.line(file, path, error.message))
        }
      }
    }
  }

  private func checkOrder(
    _ lower: String, notAbove upper: String, _ faults: inout ConfigurationFaults
  ) {
    guard let low = value(lower), let high = value(upper), let left = try? Fixed(parsing: low.text),
      let right = try? Fixed(parsing: high.text), left > right
    else { return }
    let given = low.origin == .standard ? (high, upper) : (low, lower)
    faults.add(Self.line(given.0, given.1, "\(lower) \(left) must not be above \(upper) \(right)"))
  }

  private func checkStrategies(_ faults: inout ConfigurationFaults) {
    for index in 0..<count("strategies") {
      guard let name = strategy(index, "name") else { continue }
      let path = "strategies[\(index)]"
      if name.text == "none" || StrategyCatalogue.names.contains(name.text) {
        faults.add(Self.line(name, path + ".name", "'\(name.text)' is a name the program comes with"))
      }
      guard let entry = strategyEntry(index) else { continue }
      checkParameters(index, of: entry, &faults)
      for fault in entry.faults(strategyTerms(index)) { faults.add(Self.line(name, path, fault)) }
    }
  }

  /// Every parameter given must be one of the strategy's, and no two may say the same thing.
  private func checkParameters(
    _ index: Int, of entry: StrategyCatalogue.Entry, _ faults: inout ConfigurationFaults
  ) {
    var given: [StrategyParameter] = []
    for parameter in StrategyCatalogue.parameters {
      let path = "strategies[\(index)].\(parameter.key)"
      guard let value = values[path] else { continue }
      guard let own = entry.parameter(parameter.key) else {
        let known = entry.parameters.map(\.key).joined(separator: ", ")
        faults.add(Self.line(value, path, "\(entry.name) has no such parameter; it has \(known)"))
        continue
      }
      if let fault = own.fault(in: value.text) { faults.add(Self.line(value, path, fault)) }
      if let other = given.first(where: { $0.group != nil && $0.group == own.group }) {
        faults.add(Self.line(value, path, "\(own.group ?? "") is given by \(other.key) already"))
      }
      given.append(own)
    }
  }

  private func checkStrategyName(_ index: Int, _ faults: inout ConfigurationFaults) {
    guard let chosen = account(index, "strategy") else { return }
    let known = StrategyCatalogue.names + strategyNames + ["none"]
    guard !known.contains(chosen.text) else { return }
    let isOwn = values["accounts[\(index)].strategy"] == chosen
    // The common one is told once.
    guard isOwn || index == 0 else { return }
    let hint = Suggestion.nearest(to: chosen.text, in: known).map { " (did you mean '\($0)'?)" } ?? ""
    faults.add(
      Self.line(
        chosen, isOwn ? "accounts[\(index)].strategy" : "strategy",
        "must be one of \(known.joined(separator: ", "))\(hint), not '\(chosen.text)'"))
  }

  /// The instruments file that was named, read; nil when none was.
  func instrumentFile() throws(ConfigurationFaults) -> InstrumentFile? {
    guard let named = value("instruments") else { return nil }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(named.text, maxBytes: InstrumentFile.maxBytes)
    } catch { throw ConfigurationFaults([Self.line(named, "instruments", "\(error)")]) }
    let file: InstrumentFile
    do throws(InstrumentFileError) { file = try InstrumentFile(json: bytes) } catch {
      throw ConfigurationFaults(error.faults.map { "\(named.text): \($0)" })
    }
    if value("market.source")?.text == "synthetic", SyntheticInstrument.defaults(in: file.book).isEmpty {
      throw ConfigurationFaults([
        Self.line(named, "instruments", "the synthetic market knows none of its symbols: give it a tape")
      ])
    }
    return file
  }
}
