internal import Platform

/// Whom a request that changes something is for, once its kind of body and its parameters are sound.
enum CommandTarget {
  case account(ServedAccount)
  case refused(HTTPResponse)

  static func of(_ request: HTTPRequest, _ accounts: ServedAccounts) -> CommandTarget {
    if let refusal = MutationGuard.refusal(request) { return .refused(refusal) }
    var parameters = RequestParameters(request, known: [ServedAccounts.parameter])
    guard let account = accounts.chosen(by: &parameters), parameters.faults.isEmpty else {
      return .refused(Problem.parameters(parameters.faults, request))
    }
    return .account(account)
  }

  /// The refusal; nil when there is an account.
  var refusal: HTTPResponse? {
    switch self {
    case .account: nil
    case .refused(let response): response
    }
  }
}
