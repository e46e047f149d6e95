import Platform
import Runners

/// `sextant token`: the running service's own admin token, for scripts of its owner.
enum TokenCommand {
  static let command = Command(
    name: "token", summary: "print the running service's admin token, for the page and for scripts",
    discussion: "The service makes a new one at each start and keeps it in endpoint.json of its data "
      + "directory, which only its owner can read. Pasted once into the page's \"Sign in\", it lets the page "
      + "send commands until the browser or the service ends.",
    options: [
      .dataDirectory("data directory of the service")
    ])

  static func run(_ values: CommandValues) -> Int32 {
    do {
      let own = try EndpointFile.read(directory: values.text("data") ?? "sextant-data")
      Terminal.out(own.token)
      // For a person only: a script takes all that is said here for the token.
      if ANSI.isTerminal(1) { Terminal.error("Paste it once into \"Sign in\" at \(own.address)/") }
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
