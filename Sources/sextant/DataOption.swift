import Platform

extension Command.Option {
  /// `--data DIR`: the data directory, by default the one `serve` makes where it is started.
  static func dataDirectory(_ help: String) -> Self {
    Self("data", .text, help: help, placeholder: "DIR", defaultValue: "sextant-data")
  }
}
