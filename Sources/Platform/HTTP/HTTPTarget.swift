/// The request target as it stands on the wire, taken apart.
///
/// Segments are split before they are decoded, so `%2F` is a letter of a segment, not a border.
struct HTTPTarget: Equatable {
  var segments: [String]
  var query: [QueryItem]

  struct QueryItem: Equatable {
    var name: String
    var value: String
  }

  /// Decoded, for logs and handlers.
  var path: String { "/" + segments.joined(separator: "/") }

  /// `nil` for what no honest client sends: a target that is no path, a broken `%`, a NUL, bytes that
  /// are not UTF-8.
  init?(_ raw: [UInt8]) {
    var rest = raw[...]
    if rest.starts(with: "http://".utf8) {
      rest = rest.dropFirst(7).drop { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
      if rest.first != UInt8(ascii: "/") { rest = [UInt8(ascii: "/")] + rest }
    }
    guard rest.first == UInt8(ascii: "/") else { return nil }
    let parts = rest.dropFirst().split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    segments = []
    for segment in parts[0].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let text = Self.decode(segment, plusIsSpace: false) else { return nil }
      segments.append(text)
    }
    query = []
    guard parts.count > 1 else { return }
    for pair in parts[1].split(separator: UInt8(ascii: "&")) {
      let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(halves[0], plusIsSpace: true),
        let value = halves.count > 1 ? Self.decode(halves[1], plusIsSpace: true) : ""
      else { return nil }
      query.append(QueryItem(name: name, value: value))
    }
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      var byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "%") {
        guard index + 1 < bytes.endIndex, let high = hexDigit(bytes[index]),
          let low = hexDigit(bytes[index + 1])
        else { return nil }
        byte = high << 4 | low
        index += 2
      } else if byte == UInt8(ascii: "+"), plusIsSpace {
        byte = UInt8(ascii: " ")
      }
      guard byte != 0 else { return nil }
      decoded.append(byte)
    }
    return String(validating: decoded, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
