import Trading

/// Who writes which session into a store: one data directory, for good.
///
/// Two directories of one instance name mint the same session and order ids: without this their rows would
/// silently replace each other's. And a store that knows nothing of a directory that has written to it
/// before was dropped or replaced: everything has to be sent again.
struct StoreClaims {
  private let connection: PostgresConnection
  private let directory: String
  private var claimed: Set<String> = []

  init(_ connection: PostgresConnection, directory: String) {
    self.connection = connection
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
  mutating func claim(_ sessions: [SessionID]) throws(StoreProblem) {
    for session in sessions where !claimed.contains(session.text) {
      do throws(PostgresError) {
        let owners = try connection.query(
          "SELECT directory_id FROM sextant_claims WHERE session_id = $1", [session.text])
        if let other = owners.first(where: { $0.first != .text(directory) })?.first,
          !owners.contains(where: { $0.first == .text(directory) })
        {
          throw StoreProblem.faults([Self.fault(session, other)])
        }
        if owners.isEmpty {
          _ = try connection.query(
            "INSERT INTO sextant_claims (ts, session_id, directory_id) VALUES ('1970-01-01T00:00:00Z', $1, $2)",
            [session.text, directory])
        }
      } catch let error as StoreProblem {
        throw error
      } catch {
        throw .unreachable(error)
      }
      claimed.insert(session.text)
    }
  }

  private static func fault(_ session: SessionID, _ other: PostgresValue) -> StoreFault {
    StoreFault(
      kind: .claimed, table: "sextant_claims", column: "session_id",
      problem: "session \(session.text) was written here by another data directory (\(other))",
      repair: "start this one with a name of its own (--instance NAME --new-session), or give it another database")
  }
}
