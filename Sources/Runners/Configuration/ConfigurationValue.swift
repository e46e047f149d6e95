import Platform

/// A value of the configuration and where it comes from.
struct ConfigurationValue: Sendable, Equatable {
  /// Where a value comes from.
  enum Origin: Sendable, Equatable {
    case standard
    case file(String, TextPlace)
    case environment(String)
    case option(String)
  }

  /// One text; of a list any number.
  var texts: [String]
  var origin: Origin

  var text: String { texts.first ?? "" }
}

extension ConfigurationValue.Origin: CustomStringConvertible {
  /// `default`, `desk.json5:4:9`, `SEXTANT_PORT` or `--port`.
  var description: String {
    switch self {
    case .standard: "default"
    case .file(let name, let place): "\(name):\(place)"
    case .environment(let name), .option(let name): name
    }
  }

  /// True for what goes before everything the file says.
  var isAboveFile: Bool {
    switch self {
    case .standard, .file: false
    case .environment, .option: true
    }
  }
}
