internal import Desk
internal import Platform
internal import Trading

/// The paths memory answers: positions, margin, profit and loss.
///
/// An answer without parameters is encoded once a view and shared by everyone who asks for it; a client
/// that has the view's answer already gets 304.
final class LiveRoutes: Sendable {
  private typealias Kept = (version: UInt64, response: SnapshotResponse)

  /// Views are counted from the process's start: its tags must not be those of the process before.
  private let salt = RandomText.hexadecimal(bytes: 8)
  private let accounts: ServedAccounts
  private let book: InstrumentBook
  /// At most one a path and account: three times the accounts.
  private let kept = Locked<[String: Kept]>([:])

  init(accounts: ServedAccounts, book: InstrumentBook) {
    self.accounts = accounts
    self.book = book
  }

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/positions") { [self] request, responder in positions(request, responder) }
    router.on(.get, "/api/margin") { [self] request, responder in
      plain(request, responder) { [book] in AccountEncoder.margin($0, book) }
    }
    router.on(.get, "/api/pnl") { [self] request, responder in
      plain(request, responder) { AccountEncoder.profit($0, withCurve: true) }
    }
  }

  private func plain(
    _ request: HTTPRequest, _ responder: HTTPResponder, encode: (AccountView) -> [UInt8]
  ) {
    var parameters = RequestParameters(request, known: [ServedAccounts.parameter])
    guard let account = accounts.chosen(by: &parameters), parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    respond(request, responder, account, encode: encode)
  }

  private func positions(_ request: HTTPRequest, _ responder: HTTPResponder) {
    var parameters = RequestParameters(
      request, known: ["symbol", "side", "limit", "offset", ServedAccounts.parameter])
    let symbol = parameters.symbol("symbol")
    let side = parameters.choice("side", among: PositionSide.allCases.map(\.rawValue))
    let page = parameters.page()
    guard let account = accounts.chosen(by: &parameters), parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    let checked = parameters
    let encode = { [book] (view: AccountView) -> [UInt8] in
      let listed = view.mark.positions.filter { position in
        (symbol == nil || book[position.instrument].symbol.text == symbol)
          && (side == nil || position.side.rawValue == side)
      }
      let start = min(Int(page.offset), listed.count)
      let shown = start..<min(start + Int(page.limit), listed.count)
      let next = checked.next(page, shown: shown.count, of: Int64(listed.count))
      return AccountEncoder.positions(view, book, listed: listed, shown: shown, next: next)
    }
    respond(request, responder, account, encode: encode)
  }

  private func respond(
    _ request: HTTPRequest, _ responder: HTTPResponder, _ account: ServedAccount,
    encode: (AccountView) -> [UInt8]
  ) {
    guard let newest = account.board.newest else {
      responder.respond(Problem.noView(account, request))
      return
    }
    let tag = tag(newest.version, account)
    if let unchanged = SnapshotResponse.unchanged(request, tag: tag) {
      responder.respond(unchanged)
    } else if request.query.allSatisfy({ $0.name == ServedAccounts.parameter }) {
      let path = "\(request.path) \(account.name)"
      responder.respond(snapshot: kept(path, newest, tag, encode: encode), to: request)
    } else {
      responder.respond(snapshot: SnapshotResponse(json: encode(newest.view), tag: tag), to: request)
    }
  }

  /// Accounts count their views each for itself: what has the tag of one is not the answer about another.
  private func tag(_ version: UInt64, _ account: ServedAccount) -> String {
    accounts.areSeveral ? "\(salt)-\(account.name)-\(version)" : "\(salt)-\(version)"
  }

  /// The kept answer when it is of this view, else a new one in its place.
  private func kept(
    _ path: String, _ newest: (version: UInt64, view: AccountView), _ tag: String,
    encode: (AccountView) -> [UInt8]
  ) -> SnapshotResponse {
    let current = kept.withLock { $0[path] }
    if let current, current.version == newest.version { return current.response }
    let response = SnapshotResponse(json: encode(newest.view), tag: tag)
    kept.withLock { kept in
      if kept[path]?.version ?? 0 < newest.version { kept[path] = (newest.version, response) }
    }
    return response
  }
}
