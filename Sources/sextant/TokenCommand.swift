import Platform
import Runners

/// `sextant token`: the running service's own admin token, for scripts of its owner.
enum TokenCommand {
  static let command = Command(
    name: "token", summary: "print the running service's admin token, for scripts on its machine",
    discussion: "The service makes a new one at each start and keeps it in endpoint.json of its data "
      + "directory, which only its owner can read.",
    options: [
      .dataDirectory("data directory of the service")
    ])

  static func run(_ values: CommandValues) -> Int32 {
    do {
      Terminal.out(try EndpointFile.read(directory: values.text("data") ?? "sextant-data").token)
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
