internal import Platform
internal import Trading

/// The endpoint's own refusals, each as RFC 9457 has it with the path it is about.
enum Problem {
  /// Query parameters that cannot be understood: all of them at once.
  static func parameters(_ faults: [HTTPResponse.FieldError], _ request: HTTPRequest) -> HTTPResponse {
    let names = faults.map { $0.detail }.joined(separator: "; ")
    return .problem(
      status: 400, detail: names, code: "INVALID_PARAMETER", errors: faults,
      instance: URLText.encode(path: request.path))
  }

  /// Any other refusal.
  static func of(
    _ status: Int, _ code: String, _ detail: String, _ request: HTTPRequest,
    errors: [HTTPResponse.FieldError] = [], extra: [(key: String, value: JSONValue)] = []
  ) -> HTTPResponse {
    .problem(
      status: status, detail: detail, code: code, errors: errors,
      instance: URLText.encode(path: request.path), extra: extra)
  }

  /// Not now; the client may come back in a second.
  static func unavailable(_ code: String, _ detail: String, _ request: HTTPRequest) -> HTTPResponse {
    of(503, code, detail, request).adding("Retry-After", "1")
  }

  /// What an account did not decide: `ACCOUNT_FAILED` and `OUTCOME_UNKNOWN` name no time to come back.
  static func undecided(
    _ why: NoDecision, _ what: String, _ account: AccountID, _ request: HTTPRequest
  ) -> HTTPResponse {
    switch why {
    case .notNow(let reason): unavailable("UNAVAILABLE", "The \(what) was not taken: \(reason).", request)
    case .stopped(let reason): failed(reason, account, request)
    case .inDoubt(let reason):
      of(
        503, "OUTCOME_UNKNOWN",
        "Account \(account) stopped over the \(what); whether it was journaled, the restart will show. "
          + reason, request, extra: [(key: "account_id", value: .string(account.text))])
    }
  }

  /// The account has stopped until a restart.
  static func failed(_ reason: String, _ account: AccountID, _ request: HTTPRequest) -> HTTPResponse {
    of(
      503, "ACCOUNT_FAILED", "Account \(account) has stopped until a restart. \(reason)", request,
      extra: [(key: "account_id", value: .string(account.text))])
  }

  /// Why there is no view of an account yet, or never will be.
  static func noView(_ account: ServedAccount, _ request: HTTPRequest) -> HTTPResponse {
    if let reason = account.commands.failure { return failed(reason, account.name, request) }
    return unavailable("RECOVERING", "The account is recovering; /health/ready says how.", request)
  }

  /// Why the tables gave no answer. SQLite's words stay inside.
  static func query(_ error: QueryError, _ request: HTTPRequest) -> HTTPResponse {
    switch error.code {
    case .notReady: unavailable("RECOVERING", "The tables are not there yet.", request)
    case .busy: unavailable("QUERIES_BUSY", "Too many questions are waiting.", request)
    case .timedOut:
      unavailable("QUERY_TIMEOUT", "The question took longer than it may; narrow it.", request)
    case .tooManyRows: of(500, "QUERY_FAILED", "The answer is larger than it may be.", request)
    case .unknownQuery, .failed: of(500, "QUERY_FAILED", "The tables could not be read.", request)
    }
  }
}
