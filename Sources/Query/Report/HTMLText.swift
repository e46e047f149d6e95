/// Text on its way into a page.
enum HTMLText {
  /// The text with everything that a page would read as markup written out, in elements and attributes.
  static func escaped(_ text: String) -> String {
    var safe = ""
    safe.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default: safe.unicodeScalars.append(character)
      }
    }
    return safe
  }

  /// The text with the minus signs that stand before a number written as such, not as hyphens; dates and
  /// names keep theirs.
  static func withMinus(_ text: String) -> String {
    var result = ""
    var before: Character = " "
    for (character, next) in zip(text, text.dropFirst() + " ") {
      let isSign = character == "-" && next.isNumber && !before.isLetter && !before.isNumber && before != "_"
      result.append(isSign ? "−" : character)
      before = character
    }
    return result
  }

  /// A fraction as a percentage with its sign: `+1.25 %`.
  static func percent(_ fraction: Double) -> String {
    let hundredths = (fraction * 10_000).rounded()
    guard hundredths.isFinite, hundredths.magnitude < 1e15 else { return "–" }
    let whole = Int64(hundredths)
    let sign = whole < 0 ? "−" : whole > 0 ? "+" : ""
    let digits = whole.magnitude
    return "\(sign)\(digits / 100).\(digits % 100 < 10 ? "0" : "")\(digits % 100) %"
  }
}
