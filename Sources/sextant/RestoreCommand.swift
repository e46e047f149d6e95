import Ingest
import Platform

/// `sextant restore`: a data directory of a backup.
enum RestoreCommand {
  static let command = Command(
    name: "restore", summary: "make a data directory of a backup",
    discussion: "The backup is checked first; the directory must be empty or absent.",
    options: [
      Command.Option("data", .text, help: "directory to make", placeholder: "DIR", isRequired: true)
    ],
    operands: [Command.Operand("FILE", help: "what sextant backup wrote")])

  static func run(_ values: CommandValues) -> Int32 {
    guard let file = values.operands.first else { return Sextant.ExitCode.usage }
    guard let directory = values.text("data") else {
      Terminal.error("sextant: name the directory to make: --data DIR")
      return Sextant.ExitCode.usage
    }
    do throws(JournalError) {
      let report = try DataBackup.restore(file, to: directory)
      Terminal.out(
        "\(directory): everything up to event \(report.seq); start it with sextant serve --data \(directory)")
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
