/// What is wrong with a request's head beyond its lengths, and the answers to it.
enum HeadFaults {
  /// Most items behind the `?`.
  static let mostQueryItems = 256

  /// A target that is no path.
  static let target = HTTPResponse.problem(
    status: 400, detail: "The path is not valid: check its percent escapes.", code: "bad_target")
  /// A target of too many parts.
  static let query = HTTPResponse.problem(
    status: 400, detail: "More than \(mostQueryItems) parameters are too many.", code: "too_many_parameters")

  /// The refusal of a body whose end we cannot tell; nil for none, and for `chunked` alone, which is what the
  /// library reads. To it anything else is a body that lasts as long as the connection.
  static func coding(_ lines: [String]) -> HTTPResponse? {
    guard let line = lines.first else { return nil }
    let codings = lines.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    if lines.count == 1, HTTPHeader(line, "").isNamed("chunked") { return nil }
    let names = codings.map { coding in
      coding.prefix { $0 != ";" }.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    }
    let isOneCoding = names.count == 1 && names[0].allSatisfy(isTokenByte) && !names[0].isEmpty
    guard isOneCoding, names[0].count == line.utf8.count else {
      return .problem(
        status: 400, detail: "Transfer-Encoding is \"chunked\", once and alone.", code: "bad_transfer_coding")
    }
    return .problem(
      status: 501, detail: "The only transfer coding read here is chunked.", code: "unknown_transfer_coding")
  }

  /// A letter of a token (RFC 9110, 5.6.2), as far as names of codings have any.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
