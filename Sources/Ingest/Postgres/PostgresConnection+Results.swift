internal import CLibPQ

extension PostgresConnection {
  /// The next result of what was sent, nil where one statement's results end.
  ///
  /// The caller clears it.
  @unsafe
  func nextResult(_ handle: OpaquePointer, until deadline: Int64) throws(PostgresError) -> OpaquePointer? {
    while true {
      let flushed = unsafe PQflush(handle)
      if unsafe PQisBusy(handle) == 0 { return unsafe PQgetResult(handle) }
      if flushed < 0 { throw unsafe lost(handle) }
      try unsafe wait(handle, wantsWrite: flushed > 0, until: deadline)
      if unsafe PQconsumeInput(handle) == 0 { throw unsafe lost(handle) }
    }
  }

  /// The connection broke: closes it, with the server's last words if there are any.
  @unsafe
  func lost(_ handle: OpaquePointer) -> PostgresError {
    var words = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
    var state: String?
    // A server that ends a connection may have said why before. No more results than were asked for.
    var left = flights.reduce(16) { $0 + 2 * $1.resultCount }
    while left > 0, unsafe PQisBusy(handle) == 0 {
      left -= 1
      guard let result = unsafe PQgetResult(handle) else { continue }
      if let said = unsafe serverWords(result) { (words, state) = said }
      unsafe PQclear(result)
    }
    return ended(.lost, words.isEmpty ? "the connection to the server is gone" : words, sqlState: state)
  }

  /// The refusal in a result of status `PGRES_FATAL_ERROR`; closes the connection when it is gone.
  @unsafe
  func refusal(_ result: OpaquePointer, _ handle: OpaquePointer) -> PostgresError {
    // PostgreSQL ends the connection after the severities FATAL and PANIC.
    let severity = unsafe PQresultErrorField(result, Int32(Unicode.Scalar("V").value))
    let isFinal = unsafe severity.map { ["FATAL", "PANIC"].contains(unsafe String(cString: $0)) } ?? false
    let isGone = unsafe isFinal || PQstatus(handle) == CONNECTION_BAD
    if let (words, state) = unsafe serverWords(result) {
      return isGone ? ended(.lost, words, sqlState: state) : error(.server, words, sqlState: state)
    }
    let words = unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? ""
    if isGone { return ended(.lost, words.isEmpty ? "the connection to the server is gone" : words) }
    return error(.server, words.isEmpty ? "refused without a word" : words)
  }

  /// What the server itself said in an error result; nil when the words are libpq's.
  @unsafe
  private func serverWords(_ result: OpaquePointer) -> (words: String, sqlState: String?)? {
    func field(_ letter: Unicode.Scalar) -> String? {
      unsafe PQresultErrorField(result, Int32(letter.value)).map { unsafe String(cString: $0) }
    }
    guard let primary = field("M") else { return nil }
    let more = [field("D"), field("H")].compactMap(\.self)
    return (([primary] + more).joined(separator: "\n"), field("C"))
  }

  /// A call of libpq's refused to queue something.
  @unsafe
  func check(_ sent: Int32, _ handle: OpaquePointer) throws(PostgresError) {
    if sent != 1 { throw unsafe lost(handle) }
  }
}
