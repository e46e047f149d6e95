public import Trading

/// An account the endpoint serves: its newest view, and the way to its desk.
public struct ServedAccount: Sendable {
  /// Its name, as `account=` and `account_id` have it.
  public let name: AccountID
  let board: AccountBoard
  let commands: any CommandPort

  /// Memberwise.
  public init(_ name: AccountID, board: AccountBoard, commands: any CommandPort) {
    self.name = name
    self.board = board
    self.commands = commands
  }
}

/// The accounts behind the endpoint, in the order of the configuration.
///
/// With one, nobody has to name it and answers are as they would be without the parameter; with several a
/// request about an account names it, and rows and events say whose they are.
public struct ServedAccounts: Sendable {
  /// The parameter that names one.
  static let parameter = "account"

  let all: [ServedAccount]

  /// At least one, names distinct.
  public init(_ all: [ServedAccount]) {
    precondition(!all.isEmpty, "an endpoint serves an account")
    self.all = all
  }

  var areSeveral: Bool { all.count > 1 }

  /// The account a request is about; nil, and a fault noted, when it names none of these, or none of several.
  func chosen(by parameters: inout RequestParameters) -> ServedAccount? {
    let names = all.map(\.name.text)
    if let name = parameters.member(Self.parameter, of: names, isRequired: areSeveral) {
      return all.first { $0.name.text == name }
    }
    return parameters.faults.isEmpty ? all.first : nil
  }
}
