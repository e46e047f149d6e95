import Platform

extension StoreVerifier {
  /// A comparison with a server, over a connection that nothing else uses meanwhile.
  ///
  /// - Parameters:
  ///   - path: the journal's file.
  ///   - rules: as the service has them.
  ///   - ttl: how long rows are kept in PostgreSQL; QuestDB says so itself.
  ///   - interrupt: ends the comparison when raised, if the connection was opened with it too.
  ///   - progress: phase, done and total; called often.
  public init(
    path: String, rules: ProjectionRules, connection: PostgresConnection, kind: StoreKind,
    ttl: StoreTTL = .unchanged, settings: VerifySettings = VerifySettings(), interrupt: Interrupt? = nil,
    progress: @escaping (Phase, Int64, Int64) -> Void = { _, _, _ in }
  ) {
    self.init(
      path: path, rules: rules, store: kind.rawValue, rows: WireRows(connection, kind: kind, ttl: ttl),
      settings: settings, progress: progress
    ) { nanoseconds in
      let never = OneShot<Void>()
      let end = MonotonicClock.nowNanoseconds() + nanoseconds
      while interrupt?.isRaised != true {
        let left = end - MonotonicClock.nowNanoseconds()
        guard left > 0 else { return true }
        _ = never.wait(upTo: min(left, 100_000_000))
      }
      return false
    }
  }
}
