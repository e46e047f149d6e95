import Ingest
import Platform

/// The options that name QuestDB and PostgreSQL, alike in every command.
enum StoreOptions {
  /// A server named on the command line.
  struct Named {
    let kind: StoreKind
    let connection: ConnectionString
  }

  /// How to reach each kind of server.
  static let options = StoreKind.allCases.flatMap { kind in
    [
      Command.Option(
        kind.rawValue, .checked(fault),
        help: "connection of a \(title(kind)) server, as libpq takes it: key=value words or a URI",
        placeholder: "\"host=… port=… user=…\"", isSecret: true),
      Command.Option(
        "\(kind.rawValue)-password-file", .text, help: "file whose first line is the password",
        placeholder: "FILE"),
    ]
  }

  /// How long servers keep rows.
  static let timeToLive = [
    Command.Option(
      "keep-days", .int(0...StoreTTL.maxDays),
      help: "days the server keeps rows; 0: for ever; by default its setting is left alone",
      placeholder: "DAYS"),
    Command.Option(
      "keep-market-days", .int(0...StoreTTL.maxDays), help: "the same for ticks and candles",
      placeholder: "DAYS"),
  ]

  /// The servers the values name, in the order of `StoreKind`.
  static func stores(_ values: CommandValues) throws -> [Named] {
    try StoreKind.allCases.compactMap { kind in
      let file = values.text("\(kind.rawValue)-password-file")
      guard let text = values.text(kind.rawValue) else {
        guard file == nil else {
          throw UsageFault("--\(kind.rawValue)-password-file needs --\(kind.rawValue)")
        }
        return nil
      }
      var connection = try ConnectionString(text)
      if let file { connection = connection.withPassword(try ConnectionString.password(file: file)) }
      return Named(kind: kind, connection: connection)
    }
  }

  /// The same for commands that are for nothing without a server.
  static func someStores(_ values: CommandValues) throws -> [Named] {
    let named = try stores(values)
    guard !named.isEmpty else {
      throw UsageFault("name a server: --questdb or --postgres (or SEXTANT_QUESTDB, SEXTANT_POSTGRES)")
    }
    return named
  }

  /// How long servers keep rows, by the values.
  static func timeToLive(_ values: CommandValues) -> StoreTTL {
    StoreTTL(rowDays: values.int("keep-days"), marketDays: values.int("keep-market-days")) ?? .unchanged
  }

  private static func title(_ kind: StoreKind) -> String { kind == .questdb ? "QuestDB" : "PostgreSQL" }

  private static func fault(_ text: String) -> String? {
    do throws(PostgresError) {
      _ = try ConnectionString(text)
      return nil
    } catch { return error.message }
  }
}

/// Arguments that do not go together.
struct UsageFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
