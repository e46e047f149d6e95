import Ingest
import Platform

/// The servers a command works with: the options that name them, and what they say.
///
/// Passwords appear in no help, fault or error: the options' values are shown nowhere.
enum StoreOptions {
  /// A server and how to reach it.
  struct Target {
    let kind: StoreKind
    let connection: ConnectionString
  }

  /// `--questdb`, `--postgres` and their password files, each also in the environment as SEXTANT_<NAME>.
  static let all: [Command.Option] = StoreKind.allCases.flatMap { kind in
    [
      Command.Option(
        kind.rawValue, .checked(connectionFault),
        help: "\(kind.title) server: \"\(kind.exampleConnection)\", or a postgresql:// URI",
        placeholder: "CONNECTION",
        isSecret: true),
      Command.Option(
        passwordFile(kind), .text, help: "file whose first line is the password for --\(kind.rawValue)",
        placeholder: "FILE"),
    ]
  }

  /// How long servers keep rows.
  static let timeToLive = [
    Command.Option(
      "keep-days", .int(0...StoreTTL.maxDays),
      help: "days the servers keep rows; 0: for ever; by default their setting is left alone",
      placeholder: "DAYS"),
    Command.Option(
      "keep-market-days", .int(0...StoreTTL.maxDays), help: "the same for ticks and candles",
      placeholder: "DAYS"),
  ]

  /// How long servers keep rows, by the values.
  static func timeToLive(_ values: CommandValues) -> StoreTTL {
    StoreTTL(rowDays: values.int("keep-days"), marketDays: values.int("keep-market-days")) ?? .unchanged
  }

  /// The servers the values name, in a fixed order; none when none is named.
  ///
  /// - Throws: when a password file cannot be read or has no server to go with.
  static func targets(_ values: CommandValues) throws -> [Target] {
    try StoreKind.allCases.compactMap { kind in
      let file = values.text(passwordFile(kind))
      guard let text = values.text(kind.rawValue) else {
        guard file == nil else {
          throw StoreOptionsError(
            description: "--\(passwordFile(kind)) goes with --\(kind.rawValue), which is not given")
        }
        return nil
      }
      let connection = try ConnectionString(text)
      guard let file else { return Target(kind: kind, connection: connection) }
      return Target(
        kind: kind, connection: connection.withPassword(try ConnectionString.password(file: file)))
    }
  }

  /// The same for a command that is for nothing without a server.
  static func someTargets(_ values: CommandValues) throws -> [Target] {
    let targets = try targets(values)
    guard !targets.isEmpty else { throw StoreOptionsError(description: noneGiven) }
    return targets
  }

  private static let noneGiven =
    "name a store: " + StoreKind.allCases.map { "--\($0.rawValue)" }.joined(separator: " or ") + " (or "
    + StoreKind.allCases.map { "SEXTANT_\($0.rawValue.uppercased())" }.joined(separator: " or ") + ")"

  private static func passwordFile(_ kind: StoreKind) -> String { kind.rawValue + "-password-file" }

  private static func connectionFault(_ text: String) -> String? {
    do throws(PostgresError) {
      _ = try ConnectionString(text)
      return nil
    } catch { return "cannot be understood: \(error.message)" }
  }
}

/// Options that do not go together.
struct StoreOptionsError: Error, CustomStringConvertible {
  let description: String
}
