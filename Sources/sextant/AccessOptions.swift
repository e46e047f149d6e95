import Platform
import Query
import Runners

/// Who may reach the endpoint: the options of `serve` that say it.
enum AccessOptions {
  static let all: [Command.Option] = [
    Command.Option(
      "tokens", .text,
      help: "file of tokens, mode 600, a line NAME read|trade|admin SHA256-OF-THE-TOKEN each; needed to "
        + "listen beyond loopback", placeholder: "FILE"),
    Command.Option(
      "open-loopback", .flag, help: "take commands of this machine without a token: for tests"),
    Command.Option("open-metrics", .flag, help: "/metrics needs no token beyond loopback either"),
    Command.Option(
      "cors-origin", .checked(originFault),
      help: "origin whose pages may read answers, such as https://desk.example; may be repeated",
      placeholder: "ORIGIN", repeats: true),
    Command.Option(
      "max-streams", .int(1...100_000), help: "most event streams at one time", defaultValue: "1000"),
  ]

  /// - Throws: when the tokens file cannot be read, may be read by others or has faults, and when the
  ///   address would let in others without a token.
  static func apply(_ values: CommandValues, to settings: inout ServiceSettings) throws {
    if let file = values.text("tokens") { settings.access.tokens = try TokenFile.read(file) }
    settings.access.opensLoopback = values.flag("open-loopback")
    settings.access.opensMetrics = values.flag("open-metrics")
    settings.access.origins = values.texts("cors-origin").compactMap(CrossOrigin.init)
    settings.maxStreams = values.int("max-streams") ?? settings.maxStreams
    if let fault = settings.access.fault(host: settings.host) { throw AccessFault(description: fault) }
  }

  private static func originFault(_ text: String) -> String? {
    CrossOrigin(text) == nil ? "must be an origin such as https://desk.example, without a path or *" : nil
  }
}
