import Platform
import Primitives
import Runners

/// How the commands of the command line reach a running service.
struct ServiceClient {
  /// Longest wait for a connection and for each answer.
  static let timeoutNanos = 30 * Nanos.perSecond

  /// The options of every such command.
  static let options = [
    .dataDirectory("data directory of the running service"),
    Command.Option(
      "url", .text, help: "address of the service; by default the one in DIR/endpoint.json",
      placeholder: "http://HOST:PORT"),
    Command.Option(
      "token-file", .text, help: "file with the token to send; by default the one in DIR/endpoint.json",
      placeholder: "FILE"),
    Command.Option(
      "account", .text, help: "the account meant, where the service has several", placeholder: "NAME"),
  ]

  let address: HTTPAddress
  let token: String?
  /// The account meant; nil: the only one.
  let account: String?

  /// Reads `endpoint.json` of the data directory, unless an address is given: the token of one service is
  /// never sent to another.
  init(_ values: CommandValues) throws {
    account = values.text("account")
    if let url = values.text("url") {
      address = try HTTPAddress(url)
      token = try values.text("token-file").map(Self.token)
      return
    }
    let own = try EndpointFile.read(directory: values.text("data") ?? "")
    address = try HTTPAddress(own.address)
    token = try values.text("token-file").map(Self.token) ?? own.token
  }

  /// The first line of a file, without spaces around it.
  private static func token(_ file: String) throws -> String {
    let bytes = try Files.read(file, maxBytes: 65_536)
    let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let token = line.filter { $0 != " " && $0 != "\r" && $0 != "\t" }
    guard !token.isEmpty else { throw ClientFault(description: "\(file) holds no token") }
    return token
  }

  func connect() throws -> HTTPConnection {
    try HTTPConnection(address, token: token, timeoutNanos: Self.timeoutNanos)
  }

  /// A path with the account in its parameters, when one was named.
  func path(_ path: String) -> String {
    guard let account else { return path }
    return path + (path.contains("?") ? "&" : "?") + "account=" + URLText.encode(account)
  }
}

/// Why a command could not ask the service.
struct ClientFault: Error, CustomStringConvertible {
  let description: String
}

extension HTTPAnswer {
  /// The body as JSON; `null` when it is none.
  var json: JSONValue {
    let limits = JSONLimits(
      maxBytes: HTTPConnection.maxAnswerBytes, maxStringBytes: HTTPConnection.maxAnswerBytes)
    return (try? JSONParser.parse(body, limits: limits)) ?? .null
  }

  /// What a problem says of itself, on one line, fit for a terminal: it may quote what others wrote.
  var fault: String {
    let code = json["code"]?.string.map { " (\($0))" } ?? ""
    return TerminalText.safe((json["detail"]?.string ?? "the service answered \(status)") + code)
  }
}
