internal import CLibPQ

extension ConnectionString {
  /// Asks libpq for the words. Its own complaints quote the text, so they are told anew without it.
  static func parse(_ text: String) throws(PostgresError) -> [Word] {
    guard text.utf8.count <= sizeLimit else {
      throw PostgresError(.badConnectionString, "longer than \(sizeLimit) bytes")
    }
    guard !text.utf8.contains(0) else {
      throw PostgresError(.badConnectionString, "it holds a NUL character")
    }
    var message: UnsafeMutablePointer<CChar>?
    guard let options = unsafe PQconninfoParse(text, &message) else {
      let words = unsafe message.map { unsafe String(cString: $0) } ?? "out of memory"
      unsafe PQfreemem(message)
      throw complaint(libpq: words, text: text)
    }
    defer { unsafe PQconninfoFree(options) }
    var words: [Word] = []
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe words.append(Word(keyword: String(cString: keyword), value: String(cString: value)))
      }
      unsafe option += 1
    }
    try checkPlace(words, isURI: isURI(text))
    return words
  }

  private static func isURI(_ text: String) -> Bool {
    ["postgresql://", "postgres://"].contains { text.hasPrefix($0) }
  }

  /// A password that holds @ or / without %40 or %2F spills into what comes behind it, which is shown.
  private static func checkPlace(_ words: [Word], isURI: Bool) throws(PostgresError) {
    for word in words {
      let isSound =
        switch word.keyword {
        case "host", "hostaddr": !word.value.contains("@")
        case "dbname": !isURI || !word.value.contains("@")
        case "port": word.value.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ",") }
        default: true
        }
      guard isSound else {
        throw PostgresError(
          .badConnectionString,
          "\(word.keyword) is none (special characters of a password in a URI are written like %40, and "
            + "around a password with spaces belong single quotes)")
      }
    }
  }

  /// Ours for libpq's words.
  private static func complaint(libpq: String, text: String) -> PostgresError {
    let isURI = isURI(text)
    if libpq.hasPrefix("invalid connection option") || libpq.hasPrefix("invalid URI query parameter") {
      guard let keyword = nameable(keyword: quoted(in: libpq), text: text, isURI: isURI) else {
        let hint = isURI ? "encode special characters as %40" : "put single quotes around it"
        return PostgresError(
          .badConnectionString,
          "the word behind the password is no keyword (if the password goes on there, \(hint))")
      }
      return PostgresError(
        .badConnectionString,
        "unknown keyword \(keyword) (known are host, port, user, dbname, password, sslmode and "
          + "libpq's others)")
    }
    if isURI {
      return PostgresError(
        .badConnectionString,
        "not a URI of the form postgresql://user:password@host:port/database?keyword=value "
          + "(special characters encoded like %40)")
    }
    if libpq.hasPrefix("missing \"=\"") {
      return PostgresError(
        .badConnectionString,
        "a word without = (single quotes belong around a value with spaces: dbname='my data')")
    }
    if libpq.hasPrefix("unterminated quoted string") {
      return PostgresError(.badConnectionString, "a single quote is not closed")
    }
    return PostgresError(.badConnectionString, "libpq cannot read it")
  }

  /// What stands in quotes in libpq's words.
  private static func quoted(in words: String) -> String {
    let parts = words.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : ""
  }

  /// The keyword, unless it may be a piece of a password that was not quoted.
  private static func nameable(keyword: String, text: String, isURI: Bool) -> String? {
    let isWord = keyword.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    guard isWord, (1...40).contains(keyword.utf8.count) else { return nil }
    if isURI {
      let query = text.drop { $0 != "?" }
      return query.contains("@") ? nil : keyword
    }
    // Behind a secret's keyword anything may be a piece of the secret; before it nothing is.
    let lower = text.lowercased()
    let secret = secretKeywords.compactMap { lower.firstRange(of: $0)?.lowerBound }.min()
    guard let secret else { return keyword }
    guard let place = lower.firstRange(of: keyword.lowercased())?.lowerBound else { return nil }
    return place < secret ? keyword : nil
  }
}
