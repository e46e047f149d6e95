/// Which part of the journal is asked for.
public struct EventQuestion: Sendable, Hashable {
  /// Events after this number.
  public var after: Int64
  /// At most this many are looked at, fewer when those found are large.
  public var limit: Int
  /// Only events of this type; nil: all.
  public var type: String?
  /// Only events of this session; nil: all.
  public var session: String?
  /// Only events of this account; nil: all.
  public var account: String?

  /// Memberwise.
  public init(
    after: Int64, limit: Int, type: String? = nil, session: String? = nil, account: String? = nil
  ) {
    self.after = after
    self.limit = limit
    self.type = type
    self.session = session
    self.account = account
  }
}

/// A part of the journal.
public struct EventPage: Sendable {
  /// One JSON object an event, oldest first.
  public let events: [[UInt8]]
  /// Number of the last event looked at: the part goes on after it.
  public let nextAfter: Int64
  /// Number of the newest event of the journal.
  public let newest: Int64
  /// Number of the last event that was taken out of the journal for its age; 0 when it has every one.
  public let cut: Int64

  /// Memberwise.
  public init(events: [[UInt8]], nextAfter: Int64, newest: Int64, cut: Int64 = 0) {
    self.events = events
    self.nextAfter = nextAfter
    self.newest = newest
    self.cut = cut
  }
}

/// What became of a question for events.
public enum EventAnswer: Sendable {
  /// The part asked for.
  case page(EventPage)
  /// There is none now: the reason, for people.
  case unavailable(String)
  /// Too many questions wait.
  case busy
  /// It took longer than it may, waiting included.
  case timedOut
}

/// The endpoint's way to the journal: answers come from another thread, exactly once.
public protocol EventPort: Sendable {
  /// Asks for a part of the journal.
  func events(_ question: EventQuestion, answer: @escaping @Sendable (EventAnswer) -> Void)
}
