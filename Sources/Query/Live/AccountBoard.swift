import Platform

/// Where the account's thread hangs out its newest view and the endpoint reads it.
public final class AccountBoard: Sendable {
  private let content = Locked<(version: UInt64, view: AccountView?)>((0, nil))

  /// Nothing yet: the account is recovering.
  public init() {}

  /// Replaces the view.
  public func publish(_ view: AccountView) {
    content.withLock {
      $0.version += 1
      $0.view = view
    }
  }

  /// The newest view with its number, by which an encoded answer is kept until the next; nil while the
  /// account is recovering.
  public var newest: (version: UInt64, view: AccountView)? {
    content.withLock { content in content.view.map { (content.version, $0) } }
  }
}
