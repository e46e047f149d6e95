import Platform

/// Text from outside, made fit to be repeated in an error.
enum Excerpt {
  /// The first 40 characters in quotes, what could steer a terminal as `?`.
  static func of(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars.prefix(40) {
      shown.unicodeScalars.append(scalar.steersTerminal ? "?" : scalar)
    }
    return "\"\(shown)\(text.unicodeScalars.count > 40 ? "…" : "")\""
  }

  /// ASCII letters as capitals; nothing else changes, so that no other letter reads as one of ours.
  static func upperCased(_ text: String) -> String {
    let bytes = text.utf8.map { byte in
      byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// True for visible ASCII and spaces only.
  static func isPrintable(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }
}

/// Where a value stands in a JSON text (RFC 6901).
enum JSONPointer {
  /// The pointer of a path of keys.
  static func of(_ keys: String...) -> String {
    keys.reduce(into: "") { pointer, key in
      pointer += "/"
      for character in key.unicodeScalars.prefix(128) {
        switch character {
        case "~": pointer += "~0"
        case "/": pointer += "~1"
        default: pointer.unicodeScalars.append(character)
        }
      }
    }
  }
}
