/// What a migration did.
public struct MigrationReport: Sendable, Hashable {
  /// Files applied by this run, in order: empty when there was nothing to do.
  public let applied: [String]
}
