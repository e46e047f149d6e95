import Trading

/// Who writes which session into a store: one data directory, for good.
///
/// Two directories of one instance name mint the same session and order ids: without this their rows would
/// silently replace each other's. And a store that knows nothing of a directory that has written to it
/// before was dropped or replaced: everything has to be sent again.
struct StoreClaims {
  private let connection: PostgresConnection
  private let kind: StoreKind
  private let directory: String
  private var claimed: Set<String> = []

  init(_ connection: PostgresConnection, kind: StoreKind, directory: String) {
    self.connection = connection
    self.kind = kind
    self.directory = directory
  }

  /// Whether this directory has ever written here.
  func isKnown() throws(PostgresError) -> Bool {
    try !connection.query(
      "SELECT session_id FROM sextant_claims WHERE directory_id = $1 LIMIT 1", [directory]
    ).isEmpty
  }

  /// Whether these sessions were all claimed over this connection.
  func hold(_ sessions: [SessionID]) -> Bool { sessions.allSatisfy { claimed.contains($0.text) } }

  /// Claims sessions for this directory; the fault when another one has claimed one before.
  ///
  /// - Parameter isKept: false only looks: a directory of which only some days are written is not known yet.
  mutating func claim(_ sessions: [SessionID], isKept: Bool) throws(StoreProblem) {
    for session in sessions where !claimed.contains(session.text) {
      var owner = try owner(of: session)
      if owner == nil, isKept {
        try insert(session)
        // Two may claim at once, each before it sees the other's: the earlier one has it.
        owner = try self.owner(of: session)
      }
      if let owner, owner != directory { throw .faults([Self.fault(session, owner)]) }
      claimed.insert(session.text)
    }
  }

  /// Who claimed a session first; nil when nobody did.
  private func owner(of session: SessionID) throws(StoreProblem) -> String? {
    try StoreProblem.reaching { () throws(PostgresError) in
      try connection.query(
        """
        SELECT directory_id FROM sextant_claims WHERE session_id = $1
          ORDER BY claimed_at, directory_id LIMIT 1
        """, [session.text]
      ).first?.first?.string
    }
  }

  /// Adds a claim and waits until everybody sees it. A pair is one row however often it is claimed.
  private func insert(_ session: SessionID) throws(StoreProblem) {
    let statement =
      switch kind {
      case .questdb:
        """
        INSERT INTO sextant_claims (ts, session_id, directory_id, claimed_at)
          VALUES ('1970-01-01T00:00:00Z', $1, $2, now())
        """
      case .postgres:
        """
        INSERT INTO sextant_claims (session_id, directory_id, claimed_at) VALUES ($1, $2, now())
          ON CONFLICT DO NOTHING
        """
      }
    try StoreProblem.reaching { () throws(PostgresError) in
      _ = try connection.query(statement, [session.text, directory])
      _ = try StoreInspector(connection, kind: kind).waitUntilApplied(
        names: ["sextant_claims"], deadlineNanos: 5_000_000_000)
    }
  }

  private static func fault(_ session: SessionID, _ other: String) -> StoreFault {
    StoreFault(
      .claimed, table: "sextant_claims", column: "session_id",
      problem: "session \(session.text) was written here by another data directory (\(other))",
      repair: "give this one another database, or begin a session under a name of its own: "
        + "serve --new-session --instance NAME")
  }
}
