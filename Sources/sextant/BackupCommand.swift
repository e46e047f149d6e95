import Ingest
import Platform

/// `sextant backup`: the data directory in one file.
enum BackupCommand {
  static let command = Command(
    name: "backup", summary: "copy the data directory into one file; works beside a running service",
    discussion: "The file holds journal, tables and the simulated exchange's log as of one moment, checked "
      + "page by page. An existing file is not overwritten.",
    options: [
      .dataDirectory("directory of journal and tables")
    ],
    operands: [Command.Operand("FILE", help: "the backup to write; the name must be free")])

  static func run(_ values: CommandValues) -> Int32 {
    guard let file = values.operands.first, let directory = values.text("data") else {
      return Sextant.ExitCode.usage
    }
    do throws(JournalError) {
      let report = try DataBackup.write(from: directory, to: file)
      Terminal.out("\(file): everything up to event \(report.seq), \(report.bytes) bytes, checked")
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
