extension ServerText {
  /// True for a server that will not have this user, password or database.
  static func isRefusedLogin(_ words: String, sqlState: String?) -> Bool {
    // 28: authorization; 3D000: no such database; 42501: no right to connect to it.
    if let sqlState, sqlState.hasPrefix("28") || sqlState == "3D000" || sqlState == "42501" { return true }
    // QuestDB's words come with the state 00000; the others are libpq's own.
    return ["invalid username/password", "no password supplied"].contains { words.contains($0) }
  }

  /// True when libpq could not make sense of the answer.
  static func isForeignProtocol(_ words: String) -> Bool {
    [
      "expected authentication request", "invalid response to SSL negotiation",
      "invalid response to GSSAPI negotiation", "unexpected message from server during startup",
      "unencrypted data after SSL", "wrong version number", "lost synchronization with server",
      "unexpected response from server", "authentication method", "protocol version",
    ].contains { words.contains($0) }
  }

  /// True when libpq refused a value of the connection string before it asked anybody.
  static func isBadSetting(_ words: String) -> Bool {
    ["invalid ", "could not match "].contains { words.hasPrefix($0) }
  }
}
