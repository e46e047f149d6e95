/// Where a service answers: `http://HOST[:PORT]`.
public struct HTTPAddress: Sendable, Hashable {
  /// A name, or a literal address without brackets.
  public let host: String
  /// 1 to 65535.
  public let port: UInt16

  /// Reads an address. No path, user or query; only plain HTTP.
  public init(_ text: String) throws(HTTPClientError) {
    let scheme = "http://"
    guard text.hasPrefix(scheme) else {
      throw HTTPClientError(
        .badAddress, "an address is http://HOST:PORT (TLS ends before the service)")
    }
    var rest = text.dropFirst(scheme.count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    var name = rest
    var digits: Substring = "80"
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
      name = rest[rest.index(after: rest.startIndex)..<end]
      let after = rest[rest.index(after: end)...]
      if !after.isEmpty { digits = after.hasPrefix(":") ? after.dropFirst() : "" }
    } else if let colon = rest.lastIndex(of: ":") {
      name = rest[..<colon]
      digits = rest[rest.index(after: colon)...]
    }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: ":"):
        true
      default: false
      }
    }
    guard !name.isEmpty, isPlain, let port = UInt16(digits), port > 0 else {
      throw HTTPClientError(.badAddress, "an address is http://HOST:PORT and nothing else")
    }
    host = String(name)
    self.port = port
  }

  /// As a `Host` header has it.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
