import Platform
import Query

/// `sextant sql`: one read-only statement against the tables.
enum SQLCommand {
  static let command = Command(
    name: "sql", summary: "ask the tables in SQL, read-only; works beside a running service",
    options: [
      .dataDirectory("directory of journal and tables"),
      Command.Option("csv", .flag, help: "print CSV"),
      Command.Option("json", .flag, help: "print a JSON array of objects"),
    ],
    operands: [
      Command.Operand(
        "STATEMENT", help: "for example: SELECT status, count(*) FROM live_orders GROUP BY 1")
    ])

  static func run(_ values: CommandValues) -> Int32 {
    guard let statement = values.operands.first, let directory = values.text("data") else {
      return Sextant.ExitCode.usage
    }
    if values.flag("csv"), values.flag("json") {
      Terminal.error("sextant: --csv and --json exclude each other")
      return Sextant.ExitCode.usage
    }
    let format: SQLRunner.Format =
      values.flag("csv") ? .csv : values.flag("json") ? .json : .table
    do {
      let runner = try SQLRunner(path: directory + "/sextant.sqlite")
      try runner.run(statement, format: format) { Terminal.out(bytes: $0) }
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
