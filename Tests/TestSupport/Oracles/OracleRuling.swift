/// Why a row of an oracle, or one figure of a row, is not simply reproduced.
public enum OracleRuling: Hashable, Sendable {
  /// Other rows are reckoned from it; it expects nothing itself.
  case input(String)
  /// We have nothing that would give the figure, and why not.
  case outOfScope(String)
  /// Ours gives another figure, which is compared instead (`none`: no figure), and why ours is right.
  case disagreed(ours: String, String)
}
